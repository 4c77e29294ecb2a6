//! How much a client may take of the doors: time, memory, and places.
//!
//! Times are real: they judge clients, not the systems. What the real systems allow is in no
//! source, so that a limit is far above what any connector needs, and refuses only what would
//! hold up the others.

use std::time::Duration;

use crate::chorus_pro::sftp::LOGIN_GRACE;

/// The limits of the doors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most connections of the HTTP door. One more takes the place of that which has been
    /// silent for longest.
    pub http_connections_max: usize,
    /// The most connections of the SFTP door, in the same way: each door has its own.
    pub sftp_connections_max: usize,
    /// The longest head of a request, and the most that is kept of one in memory.
    pub head_bytes_max: usize,
    /// The most headers of a request.
    pub headers_max: usize,
    /// The largest body, above the largest that any system takes.
    pub body_bytes_max: u64,
    /// How long a client may take to begin, to say the head of a request, and between requests: as
    /// long as nginx keeps a connection.
    pub head_patience: Duration,
    /// How long a client may take for the body of a request: less than time waits for what is under
    /// way.
    pub body_patience: Duration,
    /// How long a client may take to answer in a TLS handshake.
    pub handshake_patience: Duration,
    /// How long a client may take to open an SFTP session.
    pub login_grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            http_connections_max: 16_384,
            sftp_connections_max: 4_096,
            head_bytes_max: 64 * 1024,
            headers_max: 100,
            body_bytes_max: 256 * 1024 * 1024,
            head_patience: Duration::from_secs(75),
            body_patience: Duration::from_secs(25),
            handshake_patience: Duration::from_secs(10),
            login_grace: LOGIN_GRACE,
        }
    }
}
