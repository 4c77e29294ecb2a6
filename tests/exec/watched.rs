//! `--isolate`: nothing but loopback is there.

use std::path::Path;

use crate::peers::{has, shell};
use crate::running::exec;

/// Whether this kernel lets us have a network of our own; where peers are required, it must.
fn may_isolate() -> bool {
    cfg!(target_os = "linux") && has("unshare") && {
        let alone = "unshare --net true || unshare --map-root-user --net true";
        let may = shell(alone).output().unwrap().status.success();
        if !may {
            println!("not judged: this kernel lets nobody have a network of their own");
        }
        may
    }
}

#[test]
fn a_command_that_is_isolated_sees_loopback_alone_and_reaches_the_mocks() {
    if !may_isolate() || !has("curl") {
        return;
    }
    let interfaces = "tail -n +3 /proc/net/dev | cut -d : -f 1 | tr -d ' '";
    let script = format!(
        "{interfaces}; curl --silent --output /dev/null --write-out '%{{http_code}}\\n' \
         \"$RACCORD_PORTAL_URL\"; curl --silent --noproxy '*' --max-time 5 https://192.0.2.1/ || \
         echo \"no way out: $?\""
    );
    let ran = exec(&["--isolate"], &script).well();
    let interfaces: Vec<_> = ran.stdout.lines().take_while(|line| *line != "303").collect();
    assert!(interfaces.contains(&"lo") && !interfaces.contains(&"eth0"), "{}", ran.stdout);
    assert!(ran.stdout.contains("303\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("no way out: 7"), "nothing is reached: {}", ran.stdout);
    assert!(!ran.stderr.contains("only what went through the proxy"), "{}", ran.stderr);
}

#[test]
fn whoever_is_not_root_keeps_their_own_number() {
    // Root needs no namespace of users: there is nothing to see.
    if may_isolate() && Path::new("/root").read_dir().is_err() {
        let who = shell("id -u").output().unwrap();
        let ran = exec(&["--isolate"], "id -u").well();
        assert_eq!(ran.stdout, String::from_utf8(who.stdout).unwrap());
    }
}
