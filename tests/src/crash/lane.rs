//! One folder, its writers and its crashes.

use super::writer::{Writer, words_in};
use super::{Crash, HUNG, LOSSES, Loss, PLACES};
use crate::client::State;
use crate::power::Power;
use crate::server::Launch;
use crate::{Client, Folder, Pass, Seeded, Server, seed};
use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// When the kill may come, in microseconds after the writers have begun.
const KILL_AFTER: std::ops::Range<u64> = 1_000..150_000;

/// When the kill may come during a start.
const KILL_START_AFTER: std::ops::Range<u64> = 1_000..60_000;

/// One folder, its writers and its crashes.
pub(super) struct Lane {
    /// Goes with the lane.
    _folder: Folder,
    seeded: Seeded,
    launch: Launch,
    writers: Vec<Writer>,
    random: StdRng,
    crash: Crash,
    /// If crashes take the power, too.
    power: Option<Power>,
    /// Power cuts so far, and how many of them took something.
    cuts: usize,
    took: usize,
    /// Connections that the server closed before the crash.
    turned_away: usize,
}

impl Lane {
    pub(super) async fn new(number: u64, crash: Crash, launch: impl Fn(&Folder) -> Launch) -> Self {
        let folder = Folder::new();
        let seeded = seed(&folder).await;
        let power = (crash != Crash::Process).then(|| Power::over(&folder));
        let launch = launch(&folder);
        let launch = power.iter().fold(launch, |launch, power| power.feed(launch));
        let server = launch.start().await;
        let mut writers = Vec::new();
        for (place, (name, kind)) in PLACES.into_iter().enumerate() {
            let client = Client::join(&server, seeded.section(kind), &Pass::ours(seeded.token(name))).await;
            writers.push(Writer::new(place, number, &seeded, client.leave().await));
        }
        server.stop().await;
        let random = StdRng::seed_from_u64(number);
        Self {
            _folder: folder,
            seeded,
            launch,
            writers,
            random,
            crash,
            power,
            cuts: 0,
            took: 0,
            turned_away: 0,
        }
    }

    /// Starts the server; a refusal to start is a loss of everything.
    pub(super) async fn start(&self) -> Result<Server, Loss> {
        self.launch.try_start().await.map_err(|log| Loss(format!("the server does not start: {log}")))
    }

    /// Words typed so far.
    pub(super) fn words(&self) -> usize {
        self.writers.iter().map(|writer| writer.words.len()).sum()
    }

    /// Power cuts that took something from the disk.
    pub(super) fn took(&self) -> usize {
        self.took
    }

    /// Connections that the server closed, because it could not write.
    pub(super) fn turned_away(&self) -> usize {
        self.turned_away
    }

    /// What else goes when the process has gone.
    fn cut_power(&mut self) {
        let Some(power) = &mut self.power else { return };
        let taken = power.cut(LOSSES[self.cuts % LOSSES.len()], &mut self.random);
        self.cuts += 1;
        self.took += usize::from(taken.writes + taken.names > 0);
    }

    /// Whether somebody had something on the way when the last crash came.
    pub(super) fn was_struck_in_the_midst(&self) -> bool {
        self.writers.iter().any(|writer| writer.words.iter().any(|word| !word.saved))
    }

    /// Writes until a crash, starts again, and looks for what is missing.
    pub(super) async fn round(&mut self, number: usize, mut server: Server) -> Result<Server, Loss> {
        // Some crashes come while the writers are still coming back.
        let early = self.random.random_range(0..4) == 0;
        if !early {
            let clients = self.come_back(&server).await;
            self.nothing_is_doubled(&clients).await?;
            for (writer, client) in std::iter::zip(&mut self.writers, clients) {
                writer.note_saved(&client);
                writer.document = Some(client.leave().await);
            }
        }
        let trouble_at = Instant::now() + Duration::from_micros(self.random.random_range(KILL_AFTER));
        let kill_at = match self.crash {
            Crash::Process | Crash::Power => trouble_at,
            Crash::FullDisk | Crash::FailedSync => {
                trouble_at + Duration::from_micros(self.random.random_range(KILL_AFTER))
            }
        };
        let round = number.to_string();
        let writing = join_all(self.writers.iter_mut().map(|writer| {
            let (server, round) = (&server, &round);
            async move {
                let client = writer.connect(server).await?;
                writer.write(&client, round).await;
                Some(client)
            }
        }));
        let (clients, ()) = tokio::join!(writing, async {
            sleep_until(trouble_at).await;
            match (self.crash, &self.power) {
                (Crash::FullDisk, Some(power)) => power.fill_disk(),
                (Crash::FailedSync, Some(power)) => power.fail_next_sync(),
                _ => {}
            }
            sleep_until(kill_at).await;
            server.send_kill();
        });
        server.ended(HUNG).await;
        for (writer, client) in std::iter::zip(&mut self.writers, clients) {
            if let Some(client) = client {
                self.turned_away += usize::from(client.until_closed().await.code == 1013);
                writer.part(client).await;
            }
        }
        self.cut_power();
        if self.random.random_range(0..4) == 0 {
            let after = Duration::from_micros(self.random.random_range(KILL_START_AFTER));
            self.launch.start_and_kill(after).await;
            self.cut_power();
        }
        let server = self.start().await?;
        self.nothing_is_lost(&server).await?;
        Ok(server)
    }

    pub(super) async fn come_back(&mut self, server: &Server) -> Vec<Client> {
        join_all(self.writers.iter_mut().map(|writer| async {
            let client = writer.connect(server).await.expect("the server runs");
            client.until_saved().await;
            client
        }))
        .await
    }

    /// Somebody new reads every section: what was acknowledged, or had reached another, is there.
    async fn nothing_is_lost(&self, server: &Server) -> Result<(), Loss> {
        let pass = Pass::plain(self.seeded.token("Olle"));
        for (kind, first_words) in
            [("free", "Lotsar och fyrar."), ("commitments", ""), ("principle", "Vad handlar det om?")]
        {
            let section = self.seeded.section(kind);
            let reader = Client::join(server, section, &pass).await;
            let text = reader.text();
            if !text.contains(first_words) {
                return Err(Loss(format!("{kind} opens without what it began with: {text}")));
            }
            let there = words_in(&text);
            let here: Vec<&Writer> =
                self.writers.iter().filter(|writer| writer.section == *section).collect();
            for writer in &here {
                let reached: HashSet<String> = here
                    .iter()
                    .filter(|other| other.name != writer.name)
                    .filter_map(|other| other.document.as_ref())
                    .flat_map(|document| words_in(&document.text()).into_keys())
                    .collect();
                for word in &writer.words {
                    let times = there.get(&word.text).copied().unwrap_or(0);
                    let is_due = word.removed.is_none() && (word.saved || reached.contains(&word.text));
                    if is_due && times != 1 {
                        return Err(Loss(format!("{} of {} stands {times} times", word.text, writer.name)));
                    }
                    if word.removed.is_some_and(|(_, saved)| saved) && times != 0 {
                        return Err(Loss(format!("the removal of {} is lost", word.text)));
                    }
                }
            }
        }
        Ok(())
    }

    /// Everybody is back: one text in each room, and in it each word exactly once.
    pub(super) async fn nothing_is_doubled(&self, clients: &[Client]) -> Result<(), Loss> {
        for (client, writer) in std::iter::zip(clients, &self.writers) {
            let mut due: HashMap<&str, usize> = HashMap::new();
            for writer in self.writers.iter().filter(|other| other.section == writer.section) {
                let standing = writer.words.iter().filter(|word| word.removed.is_none());
                due.extend(standing.map(|word| (word.text.as_str(), 1)));
            }
            let is_whole = |state: &State| {
                let there = words_in(&state.document.text());
                there.len() == due.len()
                    && there.iter().all(|(word, times)| due.get(word.as_str()) == Some(times))
            };
            if !client.holds_within(HUNG, is_whole).await {
                let there = words_in(&client.text());
                let wrong: Vec<_> =
                    there.iter().filter(|(word, times)| due.get(word.as_str()) != Some(times)).collect();
                let missing: Vec<_> = due.keys().filter(|word| !there.contains_key(**word)).collect();
                return Err(Loss(format!("{} reads {wrong:?} wrongly and lacks {missing:?}", writer.name)));
            }
        }
        Ok(())
    }
}
