//! Only listed hosts are contacted: seen by listeners to whom nobody comes.

use std::net::{SocketAddr, TcpListener};

use raccord::connectors::network::{HostList, ServerAddress};
use raccord::connectors::{Bounds, Network};

/// A listener, and where it is.
fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// Whether somebody came.
fn was_contacted(listener: &TcpListener) -> bool {
    listener.accept().is_ok()
}

fn network(hosts: &[&str], proxy: Option<SocketAddr>) -> Network {
    Network {
        proxy: proxy.map(|address| format!("http://{address}")),
        roots: Vec::new(),
        edi_sftp: ServerAddress::new("127.0.0.1", 1),
        edi_sftp_host_key: String::new(),
        bounds: Bounds {
            hosts: Some(hosts.iter().collect::<HostList>()),
            // Nobody answers who was contacted.
            timeout: Some(std::time::Duration::from_millis(500)),
            ..Bounds::default()
        },
    }
}

async fn get(network: &Network, url: &str) -> String {
    let error = network.http().unwrap().get(url).send().await.unwrap_err();
    raccord::causes::with_causes(&error)
}

#[tokio::test]
async fn a_host_that_is_not_listed_sees_nobody_and_is_named() {
    let (listener, address) = listener();
    let port = address.port();
    for (host, named) in [
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("[::1]", "::1"),
        ("Elsewhere.Example", "elsewhere.example"),
    ] {
        for scheme in ["http", "https"] {
            let told =
                get(&network(&["a.example"], None), &format!("{scheme}://{host}:{port}/")).await;
            assert!(!was_contacted(&listener), "{scheme}://{host} was contacted");
            assert!(told.contains(&format!("the host `{named}` is not listed")), "{told}");
            assert!(told.contains("add it to `hosts`"), "{told}");
        }
    }
}

#[tokio::test]
async fn a_proxy_is_not_asked_for_a_host_that_is_not_listed() {
    let (proxy, address) = listener();
    let network = network(&["a.example"], Some(address));
    for url in ["https://b.example/", "http://127.0.0.1/", "https://127.0.0.1/"] {
        let told = get(&network, url).await;
        assert!(!was_contacted(&proxy), "the proxy was asked for {url}");
        assert!(told.contains("is not listed"), "{told}");
    }
    get(&network, "https://a.example/").await;
    assert!(was_contacted(&proxy), "what is listed goes through the proxy");
}

#[tokio::test]
async fn a_host_that_is_listed_is_contacted() {
    let (listener, address) = listener();
    get(&network(&["localhost"], None), &format!("http://localhost:{}/", address.port())).await;
    assert!(was_contacted(&listener));
    get(&network(&["127.0.0.1"], None), &format!("http://{address}/")).await;
    assert!(was_contacted(&listener));
}

#[tokio::test]
async fn a_server_is_dialled_only_where_it_is_listed() {
    let (listener, address) = listener();
    let server = ServerAddress::from(address);
    let told = network(&["a.example"], None).dial(&server).await.unwrap_err().to_string();
    assert!(!was_contacted(&listener));
    assert!(told.contains("the host `127.0.0.1` is not listed"), "{told}");
    network(&["127.0.0.1"], None).dial(&server).await.unwrap();
    assert!(was_contacted(&listener));
}
