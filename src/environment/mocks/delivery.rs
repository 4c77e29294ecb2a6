//! How a supplier delivers a certificate by mail, where that is known.

use raccord_certs::Profile;
use raccord_certs::format::easy_ssl;
use raccord_certs::mode::Partner;
use raccord_kernel::mailbox::Attachment;
use raccord_kernel::{Mailbox, Outcome, Trace};

use super::Mocks;
use crate::connectors::Identity;

/// The number of the order before the first: four digits, as the manual shows one.
const ORDERS_BEFORE: u64 = 1_000;

/// Whether a profile's certificates come by a mail whose form is known: LuxTrust's for SOFiE.
#[must_use]
pub fn is_delivered_by_mail(profile: &Profile) -> bool {
    profile.partner == Some(Partner::Sofie)
}

impl Mocks {
    /// The mails that systems have sent.
    #[must_use]
    pub const fn mailbox(&self) -> &Mailbox {
        &self.mailbox
    }

    /// Sends the mail in which Easy_SSL delivers a certificate: the certificate alone in
    /// `<order>.txt` (SOFIE-RENEWAL §5.1). Answers its place in the order of sending.
    pub fn deliver(&self, identity: &Identity, to: &str) -> u64 {
        let order = ORDERS_BEFORE + self.mailbox.sent() + 1;
        let subject = format!("Easy_SSL - Your order #{order} is now complete");
        let text = easy_ssl::encode(&identity.certificate);
        let attachments = vec![Attachment { name: format!("{order}.txt"), text }];
        let office = self.tenant.office();
        let mut trace = Trace::default();
        trace.note("certificate", identity.name.clone());
        trace.note("to", to);
        trace.note("subject", subject.clone());
        office.write("supplier", "supplier.mail", Outcome::Accepted, trace);
        self.mailbox.send(office.clock.now(), to, subject, attachments)
    }
}
