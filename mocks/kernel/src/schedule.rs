//! What will happen, and when: plain data, so that a state read back goes on to the same end.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Events to come, in the order of their instants; two of one instant in the order they were put.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "Vec<(Timestamp, E)>", into = "Vec<(Timestamp, E)>")]
#[serde(bound(serialize = "E: Clone + Serialize", deserialize = "E: Deserialize<'de>"))]
pub struct Schedule<E> {
    /// By instant, and how many were put before: there may be tens of thousands.
    events: BTreeMap<(Timestamp, u64), E>,
    put: u64,
}

impl<E> Default for Schedule<E> {
    fn default() -> Self {
        Self { events: BTreeMap::new(), put: 0 }
    }
}

impl<E> Schedule<E> {
    /// Puts `event` at `at`.
    pub fn put(&mut self, at: Timestamp, event: E) {
        self.put += 1;
        self.events.insert((at, self.put), event);
    }

    /// When the next event is due.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.events.first_key_value().map(|((due, _), _)| *due)
    }

    /// Takes the next event if it is due at `now`.
    pub fn take_due(&mut self, now: Timestamp) -> Option<E> {
        (self.next_due()? <= now).then(|| self.events.pop_first())?.map(|(_, event)| event)
    }

    /// Forgets the events that `of` names.
    pub fn cancel(&mut self, mut of: impl FnMut(&E) -> bool) {
        self.events.retain(|_, event| !of(event));
    }

    /// Forgets the events at `at` that `of` names, without looking at all others; answers whether
    /// there was one.
    pub fn cancel_at(&mut self, at: Timestamp, mut of: impl FnMut(&E) -> bool) -> bool {
        let there = self.events.range((at, 0)..=(at, u64::MAX));
        let named: Vec<_> = there.filter(|(_, event)| of(event)).map(|(place, _)| *place).collect();
        for place in &named {
            self.events.remove(place);
        }
        !named.is_empty()
    }

    /// The events to come, the next one first.
    pub fn iter(&self) -> impl Iterator<Item = (Timestamp, &E)> {
        self.events.iter().map(|((due, _), event)| (*due, event))
    }
}

impl<E> From<Vec<(Timestamp, E)>> for Schedule<E> {
    fn from(events: Vec<(Timestamp, E)>) -> Self {
        let mut schedule = Self::default();
        events.into_iter().for_each(|(at, event)| schedule.put(at, event));
        schedule
    }
}

impl<E> From<Schedule<E>> for Vec<(Timestamp, E)> {
    fn from(schedule: Schedule<E>) -> Self {
        schedule.events.into_iter().map(|((at, _), event)| (at, event)).collect()
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

    #[test]
    fn an_event_is_cancelled_at_its_instant_and_no_other() {
        let mut schedule = Schedule::default();
        for (second, name) in [(1, "purge"), (2, "purge"), (2, "report")] {
            schedule.put(at(second), name);
        }
        assert!(schedule.cancel_at(at(2), |event| *event == "purge"));
        assert!(!schedule.cancel_at(at(2), |event| *event == "purge"));
        assert_eq!(schedule.iter().collect::<Vec<_>>(), [(at(1), &"purge"), (at(2), &"report")]);
    }

    #[test]
    fn read_back_it_goes_on_in_the_same_order() {
        let mut schedule = Schedule::default();
        for (second, name) in [(5, "late"), (5, "later"), (1, "first")] {
            schedule.put(at(second), name.to_owned());
        }
        let text = serde_json::to_string(&schedule).unwrap();
        let mut read_back: Schedule<String> = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&read_back).unwrap(), text);
        read_back.put(at(5), "last".to_owned());
        let order: Vec<_> = std::iter::from_fn(|| read_back.take_due(at(9))).collect();
        assert_eq!(order, ["first", "late", "later", "last"]);
    }
}
