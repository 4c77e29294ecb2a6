//! How it ends.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use crate::serving::Serving;

#[test]
fn told_to_stop_it_ends_with_0() {
    for signal in ["TERM", "INT"] {
        assert_eq!(Serving::with(&[]).stop(signal).status.code(), Some(0), "{signal}");
    }
}

#[test]
fn open_connections_do_not_hold_it_up() {
    let serving = Serving::with(&[]);
    let mut begun = TcpStream::connect(serving.ready("http")).unwrap();
    begun.write_all(b"POST / HTTP/1.1\r\nHost: qualif.chorus-pro.gouv.fr.localhost\r\n").unwrap();
    let mut ssh = TcpStream::connect(serving.ready("sftp")).unwrap();
    let mut banner = [0; 4];
    ssh.read_exact(&mut banner).unwrap();
    assert_eq!(&banner, b"SSH-");
    assert_eq!(serving.stop("TERM").status.code(), Some(0));
}
