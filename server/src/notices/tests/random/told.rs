//! Letters and lists, held against the model.

use super::DELAY;
use super::world::{About, Fact, Letter, World};
use crate::notices::letters::AtOnce;
use crate::notices::tests::house::ALL;
use jiff::SignedDuration;
use std::collections::{BTreeMap, BTreeSet};

impl World {
    pub(super) async fn at_once(&mut self) {
        let due = self.house.at_once(DELAY).await;
        let now = self.house.now;
        let mut expected: BTreeMap<(&str, bool), Vec<usize>> = BTreeMap::new();
        for index in 0..self.facts.len() {
            let fact = self.facts[index].clone();
            let Some(wanted) = self.wanted(&fact) else { continue };
            if fact.at > now - DELAY || fact.settled {
                continue;
            }
            self.facts[index].settled = true;
            let is_late = now.duration_since(fact.at) >= SignedDuration::from_hours(24);
            if wanted && !fact.past && !is_late && self.stands(&fact) {
                let is_lock = matches!(fact.about, About::Lock(_));
                expected.entry((fact.to, is_lock)).or_default().push(index);
                self.facts[index].past = true;
            }
        }
        assert_eq!(due.len(), expected.len(), "{:?}", expected);
        for ((name, is_lock), facts) in expected {
            let account = self.house.account(name).await.id;
            let is_it = |one: &&AtOnce| {
                one.account == account && (one.kind == crate::access::telling::LetterKind::SignOff) == is_lock
            };
            let due = due.iter().find(is_it).unwrap().clone();
            let sources: BTreeSet<_> = due.sources.iter().copied().collect();
            assert_eq!(sources, facts.iter().map(|index| self.facts[*index].source).collect());
            self.queue.push(Letter::AtOnce(name, due, facts));
        }
    }

    pub(super) async fn digest(&mut self, name: &'static str) {
        let moment = self.house.now;
        let ranges = self.house.digest(name, moment).await;
        if !self.wants[name].digest || self.gone.contains(name) {
            assert_eq!(ranges, None, "{name}");
            return;
        }
        let is_new = |fact: &Fact| fact.to == name && !fact.past && !fact.old;
        let held: Vec<_> = (0..self.facts.len()).filter(|index| is_new(&self.facts[*index])).collect();
        if !held.is_empty() {
            // Also what came about before it was turned on again is behind it now.
            self.facts.iter_mut().filter(|fact| fact.to == name).for_each(|fact| fact.past = true);
        }
        let tells = held.iter().any(|index| self.stands(&self.facts[*index]));
        // A letter may turn out to have nothing to say, but none is made without anything new.
        assert!(ranges.is_none() || !held.is_empty(), "{name} is told nothing: {ranges:?}");
        assert!(ranges.is_some() || !tells, "{name} is told something");
        if let Some(ranges) = ranges {
            self.queue.push(Letter::Digest(name, ranges, moment, held));
        }
    }

    pub(super) async fn send(&mut self, which: usize) {
        if self.queue.is_empty() {
            return;
        }
        let letter = self.queue.remove(which % self.queue.len());
        let (name, shown, held) = match letter {
            Letter::Digest(name, ranges, moment, held) => {
                (name, self.house.says(name, &ranges, moment).await, held)
            }
            Letter::AtOnce(name, due, held) => (name, self.house.at_once_says(&due).await, held),
        };
        let expected: BTreeSet<_> = held
            .iter()
            .filter(|index| self.stands(&self.facts[**index]))
            .map(|index| self.facts[*index].source)
            .collect();
        assert_eq!(shown.iter().map(|one| one.notice.source).collect::<BTreeSet<_>>(), expected, "{name}");
        assert_eq!(shown.len(), expected.len(), "each once");
        assert!(shown.is_sorted_by(|one, next| one.notice.at >= next.notice.at), "newest first");
        for one in shown {
            assert_eq!(one.to, self.house.member(name));
            assert_ne!(one.notice.by, Some(one.to), "nobody is told what they did");
            assert!(
                self.told.insert((name, one.notice.source)),
                "{name} is told {} again",
                one.notice.source
            );
            let fact = self.facts.iter().find(|fact| fact.to == name && fact.source == one.notice.source);
            if let About::Said(comment, _) = fact.unwrap().about {
                assert_eq!(one.words.as_deref(), Some(self.comments[comment].text.as_str()));
            }
        }
    }

    /// The list of each: everything that there is to see, with what was read.
    pub(super) async fn lists(&self) {
        for name in ALL {
            let account = self.house.account(name).await.id;
            let places = self.house.notices.places(account).await.unwrap();
            let wanted = crate::notices::Wanted { unread_only: false, most: 1000 };
            let listed = self.house.notices.list(account, &places, wanted, self.house.now).await.unwrap();
            let shown: BTreeMap<_, _> =
                listed.shown.iter().map(|(one, read, _)| (one.notice.source, *read)).collect();
            let is_there = |fact: &&Fact| match fact.about {
                _ if fact.to != name || self.gone.contains(name) => false,
                About::Said(comment, needs_name) => {
                    let comment = &self.comments[comment];
                    !comment.deleted && (!needs_name || comment.named.contains(name))
                }
                About::Lock(_) | About::Met(..) => true,
            };
            let there = self.facts.iter().filter(is_there).map(|fact| (fact.source, fact.read));
            assert_eq!(shown, there.collect(), "{name}");
            assert_eq!(listed.unread, shown.values().filter(|read| !**read).count(), "{name}");
        }
    }
}
