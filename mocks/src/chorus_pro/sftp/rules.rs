//! The rules of the SFTP port.

raccord_kernel::rules! {
    SFTP_01 = "CPP-SFTP-01": "a session is opened by a public key, and by nothing else", "PPF-SPECIFICATIONS pages 22 to 26", Read;
    SFTP_02 = "CPP-SFTP-02": "the user name is the code appli partenaire", "PPF-SPECIFICATIONS pages 22 to 26 (no source names the user)", Guessed;
    SFTP_03 = "CPP-SFTP-03": "the key is the RSA public key of the certificate that the sheet's slot accepts now", "PPF-SPECIFICATIONS pages 22 to 26", Read;
    SFTP_04 = "CPP-SFTP-04": "that certificate is valid now: an expired one opens no session", "CPP-KB-CERTIFICATES", Read;
    SFTP_05 = "CPP-SFTP-05": "the signature is rsa-sha2-256 or rsa-sha2-512", "PPF-SPECIFICATIONS pages 22 to 26 (they say RSA; that SHA-1 is refused is today's practice)", Guessed;
    SFTP_06 = "CPP-SFTP-06": "a session is opened within the sheet's période de raccordement only", "PPF-SPECIFICATIONS pages 27 to 28 (the end date deactivates a connection)", Read;
    SFTP_07 = "CPP-SFTP-07": "each partner has its own space: a drop and a pick-up directory, and nothing else", "PPF-SPECIFICATIONS pages 22 to 26 (the names are a setting)", Read;
    SFTP_08 = "CPP-SFTP-08": "in pick-up, nothing but listing and getting is allowed", "PPF-SPECIFICATIONS pages 22 to 26", Read;
    SFTP_09 = "CPP-SFTP-09": "the drop takes new files: what was dropped is judged at its close under the name it was opened by, and is neither read back, renamed nor removed", "PPF-SPECIFICATIONS pages 22 to 26 (they say push)", Guessed;
    SFTP_10 = "CPP-SFTP-10": "a file counts as fetched when it is closed after its last byte was read", "PPF-SPECIFICATIONS pages 22 to 26 (they say fetched once)", Guessed;
    SFTP_11 = "CPP-SFTP-11": "the ciphers are today's, or the documented AES128-CBC and AES256-CBC, as a setting says", "PPF-SPECIFICATIONS pages 22 to 26 (today's servers refuse those two)", Guessed;
}
