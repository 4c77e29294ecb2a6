//! The page of the doors themselves.

#![cfg(test)]

mod support;

use raccord_mocks::gateway::Notice;
use support::{Open, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn get(open: &Open, host: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(open.gateway.addresses().http).await.unwrap();
    let ask = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn the_doors_list_every_system_and_how_to_reach_it() {
    let open = Open::at(start(), Vec::new()).await;
    let (http, sftp) = (open.gateway.addresses().http, open.gateway.addresses().sftp);
    for host in [format!("localhost:{}", http.port()), http.to_string(), "localhost".to_owned()] {
        let page = get(&open, &host, "/").await;
        assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
        assert!(page.contains("content-security-policy: default-src 'none'"), "{page}");
        for name in open.tenant.host_names() {
            assert!(page.contains(&format!("href=\"http://{name}.localhost:{}/\"", http.port())));
        }
        assert!(page.contains(&format!("HTTPS_PROXY=http://{http}")), "{page}");
        assert!(page.contains(&sftp.to_string()), "{page}");
        assert!(page.contains(open.tenant.sftp_host_key()), "{page}");
    }
    assert_eq!(open.entries(), [], "a look at the page is nothing to write down");
}

#[tokio::test]
async fn the_root_is_fetched_where_the_page_says() {
    let open = Open::at(start(), Vec::new()).await;
    let answer = get(&open, "localhost", "/ca/root.pem").await;
    assert!(answer.ends_with(&open.tenant.root().pem()), "{answer}");
    assert!(get(&open, "127.0.0.1", "/style.css").await.contains("prefers-color-scheme: dark"));
}

#[tokio::test]
async fn what_is_arranged_is_shown_and_cannot_break_the_page() {
    let open = Open::at(start(), Vec::new()).await;
    open.gateway.tenants().show(Notice {
        lines: vec![("Portal login".into(), "<b>gestionnaire</b>".into())],
        files: vec![("Key of EDI".into(), "/tmp/out/edi.key".into())],
    });
    let page = get(&open, "localhost", "/").await;
    assert!(page.contains("&#60;b&#62;gestionnaire") && !page.contains("<b>gest"), "{page}");
    assert!(page.contains("/tmp/out/edi.key"), "{page}");
}

#[tokio::test]
async fn another_path_of_the_doors_is_unknown() {
    let open = Open::at(start(), Vec::new()).await;
    assert!(get(&open, "localhost", "/nowhere").await.starts_with("HTTP/1.1 421 "));
    assert_eq!(open.unknown(), ["GET /nowhere of these doors themselves"]);
}
