//! `--isolate`: a network with nothing in it but loopback, for raccord and its command.

/// Why there is no network to be alone in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IsolationError {
    /// Only Linux has such networks.
    #[error("failed to isolate the command: found another system, expected Linux")]
    NotLinux,
    /// The kernel lets nobody have one, or not this user.
    #[error("failed to enter a network namespace")]
    Refused(#[source] std::io::Error),
    /// Loopback stays down in it.
    #[error("failed to bring loopback up in a network namespace: {0}")]
    Loopback(String),
}

impl IsolationError {
    /// What to do next.
    pub(super) const fn hint(&self) -> &'static str {
        "without --isolate, only what goes through the proxy is watched; in a container, give it \
         the right to make namespaces, or no network at all (docker run --network none)"
    }
}

/// Leaves the network of this machine for one with loopback alone. Call it before there is a second
/// thread.
#[cfg(not(target_os = "linux"))]
pub(super) fn leave_the_network() -> Result<(), IsolationError> {
    Err(IsolationError::NotLinux)
}

/// Leaves the network of this machine for one with loopback alone. Call it before there is a second
/// thread.
#[cfg(target_os = "linux")]
pub(super) fn leave_the_network() -> Result<(), IsolationError> {
    linux::enter().map_err(IsolationError::Refused)?;
    linux::bring_loopback_up().map_err(|error| IsolationError::Loopback(error.to_string()))
}

#[cfg(target_os = "linux")]
mod linux {
    use std::error::Error;
    use std::{fs, io};

    use neli::consts::nl::NlmF;
    use neli::consts::rtnl::{Iff, Rtm};
    use neli::consts::socket::NlFamily;
    use neli::nl::NlPayload;
    use neli::router::synchronous::NlRouter;
    use neli::rtnl::{Ifinfomsg, IfinfomsgBuilder};
    use neli::types::RtBuffer;
    use neli::utils::Groups;
    use nix::sched::{CloneFlags, unshare};
    use nix::unistd::{getegid, geteuid};

    /// The only interface of a new network.
    const LOOPBACK: i32 = 1;

    /// Enters a network of its own. Whoever may not do that may still do it as the root of a user
    /// namespace, in which they keep their own number.
    pub(super) fn enter() -> io::Result<()> {
        if unshare(CloneFlags::CLONE_NEWNET).is_ok() {
            return Ok(());
        }
        let (user, group) = (geteuid(), getegid());
        unshare(CloneFlags::CLONE_NEWUSER | CloneFlags::CLONE_NEWNET)?;
        fs::write("/proc/self/setgroups", "deny")?;
        fs::write("/proc/self/uid_map", format!("{user} {user} 1"))?;
        fs::write("/proc/self/gid_map", format!("{group} {group} 1"))
    }

    pub(super) fn bring_loopback_up() -> Result<(), Box<dyn Error>> {
        let (router, _) = NlRouter::connect(NlFamily::Route, None, Groups::empty())?;
        let up = IfinfomsgBuilder::default()
            .ifi_family(neli::consts::rtnl::RtAddrFamily::Unspecified)
            .ifi_index(LOOPBACK)
            .ifi_flags(Iff::UP)
            .ifi_change(Iff::UP)
            .rtattrs(RtBuffer::new())
            .build()?;
        let answers =
            router.send::<_, _, Rtm, Ifinfomsg>(Rtm::Newlink, NlmF::ACK, NlPayload::Payload(up))?;
        for answer in answers {
            answer?;
        }
        Ok(())
    }
}
