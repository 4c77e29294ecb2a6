//! What will happen, and when: plain data, so that a state read back goes on to the same end.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Events to come, in the order of their instants; two of one instant in the order they were put.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Schedule<E> {
    /// Sorted, the next one first.
    events: Vec<(Timestamp, E)>,
}

impl<E> Default for Schedule<E> {
    fn default() -> Self {
        Self { events: Vec::new() }
    }
}

impl<E> Schedule<E> {
    /// Puts `event` at `at`.
    pub fn put(&mut self, at: Timestamp, event: E) {
        let place = self.events.partition_point(|(due, _)| *due <= at);
        self.events.insert(place, (at, event));
    }

    /// When the next event is due.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.events.first().map(|(due, _)| *due)
    }

    /// Takes the next event if it is due at `now`.
    pub fn take_due(&mut self, now: Timestamp) -> Option<E> {
        (self.next_due()? <= now).then(|| self.events.remove(0).1)
    }

    /// Forgets the events that `of` names.
    pub fn cancel(&mut self, mut of: impl FnMut(&E) -> bool) {
        self.events.retain(|(_, event)| !of(event));
    }

    /// The events to come, the next one first.
    pub fn iter(&self) -> impl Iterator<Item = &(Timestamp, E)> {
        self.events.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn events_come_in_the_order_of_their_instants_then_of_their_putting() {
        let mut schedule = Schedule::default();
        for (second, name) in [(5, "late"), (1, "first"), (5, "later"), (3, "middle")] {
            schedule.put(at(second), name);
        }
        let order: Vec<_> = std::iter::from_fn(|| schedule.take_due(at(9))).collect();
        assert_eq!(order, ["first", "middle", "late", "later"]);
    }

    #[test]
    fn an_event_is_due_at_its_instant_and_not_before() {
        let mut schedule = Schedule::default();
        schedule.put(at(5), ());
        assert_eq!(schedule.take_due(at(4)), None);
        assert_eq!(schedule.next_due(), Some(at(5)));
        assert_eq!(schedule.take_due(at(5)), Some(()));
    }

    #[test]
    fn a_cancelled_event_does_not_come() {
        let mut schedule = Schedule::default();
        schedule.put(at(1), "purge");
        schedule.put(at(2), "report");
        schedule.cancel(|event| *event == "purge");
        assert_eq!(schedule.take_due(at(9)), Some("report"));
        assert_eq!(schedule.take_due(at(9)), None);
    }
}
