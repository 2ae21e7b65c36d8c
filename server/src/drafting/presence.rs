//! Who is in a room and where their caret stands: y-protocols' awareness, with names that the server vouches for.

use super::place::ConnectionId;
use super::protocol::{self, AwarenessEntry};
use bytes::Bytes;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A member as others see them beside a caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Badge(pub(super) Value);

/// The states of one room.
#[derive(Debug, Default)]
pub(super) struct Presence {
    clients: BTreeMap<u64, Client>,
    changed: BTreeSet<u64>,
}

#[derive(Debug)]
struct Client {
    connection: ConnectionId,
    entry: AwarenessEntry,
    /// Added to the client's own clock, so that one who comes back is newer than their leaving.
    ahead: u32,
}

const GONE: &str = "null";

/// Those who left are remembered for their clocks, but not without bound.
const MOST_REMEMBERED: usize = 4096;

impl Presence {
    /// Takes a connection's line about its own client; what it says of itself beyond the caret is replaced.
    ///
    /// Returns whether there is something to tell.
    pub(super) fn announce(&mut self, connection: ConnectionId, badge: &Badge, said: AwarenessEntry) -> bool {
        let state = vouched(&said.state, badge);
        let client = said.client;
        let before = self.clients.get(&client);
        let ahead = match before {
            None => 0,
            Some(before) if before.connection == connection => {
                let clock = said.clock.saturating_add(before.ahead);
                let leaves = state == GONE && before.entry.state != GONE && clock == before.entry.clock;
                if clock <= before.entry.clock && !leaves {
                    return false;
                }
                before.ahead
            }
            // The same client on a new connection, its old one still being closed, or back after that.
            Some(before) => (before.entry.clock + 1).saturating_sub(said.clock),
        };
        let clock = said.clock.saturating_add(ahead);
        self.clients
            .insert(client, Client { connection, entry: AwarenessEntry { client, clock, state }, ahead });
        self.changed.insert(client);
        true
    }

    /// A connection is gone, and with it its clients.
    pub(super) fn leave(&mut self, connection: ConnectionId) {
        for (id, client) in &mut self.clients {
            if client.connection == connection && client.entry.state != GONE {
                GONE.clone_into(&mut client.entry.state);
                self.changed.insert(*id);
            }
        }
        if self.clients.len() > MOST_REMEMBERED {
            self.clients.retain(|id, client| client.entry.state != GONE || self.changed.contains(id));
        }
    }

    /// Everybody who is here, as one frame; `None` if nobody is.
    pub(super) fn everybody(&self) -> Option<Bytes> {
        let here: Vec<_> =
            self.clients.values().map(|client| &client.entry).filter(|entry| entry.state != GONE).collect();
        (!here.is_empty()).then(|| protocol::awareness(here.into_iter()))
    }

    /// What changed since last asked: one frame for all, and one each for those whose own client is among it,
    /// because a client takes what is said of itself for its own word.
    pub(super) fn take_changes(&mut self) -> Changes {
        let changed = std::mem::take(&mut self.changed);
        let clients: Vec<&Client> = changed.iter().filter_map(|id| self.clients.get(id)).collect();
        let frame = |without: Option<ConnectionId>| {
            let told: Vec<_> = clients
                .iter()
                .filter(|client| Some(client.connection) != without)
                .map(|client| &client.entry)
                .collect();
            (!told.is_empty()).then(|| protocol::awareness(told.into_iter()))
        };
        let own = clients.iter().map(|client| client.connection).collect::<BTreeSet<_>>();
        Changes { all: frame(None), own: own.into_iter().map(|own| (own, frame(Some(own)))).collect() }
    }

    pub(super) fn has_changes(&self) -> bool {
        !self.changed.is_empty()
    }
}

/// Frames that tell of changes.
#[derive(Debug)]
pub(super) struct Changes {
    all: Option<Bytes>,
    own: BTreeMap<ConnectionId, Option<Bytes>>,
}

impl Changes {
    /// The frame for one connection.
    pub(super) fn told_to(&self, connection: ConnectionId) -> Option<&Bytes> {
        self.own.get(&connection).unwrap_or(&self.all).as_ref()
    }
}

/// The state with nothing of the client's but its caret.
fn vouched(said: &str, badge: &Badge) -> String {
    let Ok(Value::Object(mut said)) = serde_json::from_str(said) else { return GONE.to_owned() };
    let mut state = Map::new();
    if let Some(caret) = said.remove("cursor") {
        state.insert("cursor".to_owned(), caret);
    }
    state.insert("user".to_owned(), badge.0.clone());
    Value::Object(state).to_string()
}

/// How a member's caret is drawn: the colours are the web client's design tokens for the party's letter.
pub(super) fn badge(
    member: &crate::agreement::member::Member,
    state: &crate::agreement::state::State,
) -> Badge {
    let party = member.party.and_then(|party| state.party(party));
    let letter = party.map(|party| party.letter.to_string());
    let (color, soft) = match letter.as_deref() {
        Some("A") => ("#1d5b8f", "#e4eef6"),
        Some("B") => ("#96411a", "#f7e9e1"),
        Some("C") => ("#5a3f8c", "#ece7f5"),
        Some("D") => ("#4f5a1c", "#eff1e0"),
        _ => ("#59636e", "#efece4"),
    };
    let organisation = member.organisation.and_then(|id| state.organisation(id));
    Badge(json!({
        "member": member.id,
        "name": member.name.text(),
        "party": letter,
        "organisation": organisation.map(|organisation| &organisation.name),
        "color": color,
        "colorLight": soft,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(client: u64, clock: u32, state: &str) -> AwarenessEntry {
        AwarenessEntry { client, clock, state: state.into() }
    }

    #[test]
    fn a_name_that_a_client_gives_itself_is_replaced() {
        let mut presence = Presence::default();
        let said = entry(7, 1, r#"{"cursor":{"anchor":1},"user":{"name":"somebody else"},"more":1}"#);
        assert!(presence.announce(ConnectionId(1), &Badge(json!({ "name": "Erik" })), said));
        assert_eq!(presence.clients[&7].entry.state, r#"{"cursor":{"anchor":1},"user":{"name":"Erik"}}"#);
    }

    #[test]
    fn who_comes_back_with_an_old_clock_is_newer_than_their_leaving() {
        let mut presence = Presence::default();
        let badge = Badge(json!({}));
        presence.announce(ConnectionId(1), &badge, entry(7, 5, "{}"));
        presence.leave(ConnectionId(1));
        presence.announce(ConnectionId(2), &badge, entry(7, 5, "{}"));
        assert_eq!(presence.clients[&7].entry.clock, 6);
        presence.announce(ConnectionId(2), &badge, entry(7, 6, "{}"));
        assert_eq!(presence.clients[&7].entry.clock, 7);
    }

    #[test]
    fn nobody_is_told_of_themselves() {
        let mut presence = Presence::default();
        let badge = Badge(json!({}));
        presence.announce(ConnectionId(1), &badge, entry(7, 1, "{}"));
        let changes = presence.take_changes();
        assert!(changes.told_to(ConnectionId(1)).is_none());
        assert!(changes.told_to(ConnectionId(2)).is_some());
        assert!(!presence.has_changes());
    }
}
