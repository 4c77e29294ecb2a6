//! How much a file may ask of its reader; whatever asks for more is refused before any work.

/// The size of a file: 16 MiB. The largest revocation lists of public authorities are of some MiB.
pub const FILE_OCTETS: usize = 16 * 1024 * 1024;

/// The pieces of a file: a system's whole list of authorities has some hundreds.
pub const PIECES: usize = 10_000;

/// How many structures may stand one within another.
pub const DEPTH: usize = 32;

/// How often a password may be digested for one key; programs of today ask for 2,048 to 600,000.
pub const ITERATIONS: u64 = 10_000_000;

/// How often passwords may be digested for all the pieces of one file.
pub const ITERATIONS_OF_A_FILE: u64 = 8 * ITERATIONS;

/// The memory that scrypt may take for one key: 256 MiB.
pub const SCRYPT_OCTETS: u64 = 256 * 1024 * 1024;

/// The modulus of an RSA key, in bits; OpenSSL uses none that is longer.
pub const RSA_BITS: u32 = 16_384;

/// A private key: one of RSA with 16,384 bits takes some 9,300 octets.
pub const PRIVATE_KEY_OCTETS: usize = 32 * 1024;
