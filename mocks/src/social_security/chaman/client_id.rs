//! The client ids of new accounts (`SS-CHAMAN-08`).

use raccord_kernel::Ids;

use super::ClientIds;

/// What the ten characters at the end are drawn from.
const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// The next client id for an account of a sender. None is ever drawn twice (`SS-CHAMAN-14`): the
/// numbers of the old shape count on, the others are drawn anew until `is_free`.
pub(super) fn next(
    shape: ClientIds,
    sender: u64,
    ids: &mut Ids,
    is_free: impl Fn(&str) -> bool,
) -> String {
    loop {
        let drawn = match shape {
            ClientIds::Expeditor => {
                format!("self_service_expeditor_{}", ids.sequence("chaman.expeditor"))
            }
            ClientIds::Chaman => format!("self_service_chaman_{sender}_{}", ten(ids)),
        };
        if is_free(&drawn) {
            return drawn;
        }
    }
}

fn ten(ids: &mut Ids) -> String {
    let letter = |byte: &u8| ALPHABET.get(usize::from(*byte) % ALPHABET.len()).copied();
    ids.bytes("chaman.client-id").iter().take(10).filter_map(letter).map(char::from).collect()
}
