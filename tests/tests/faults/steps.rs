//! The process is killed at each step of keeping things, one after the other, as the program itself names them.

use super::any_time::rounds;
use super::house::{House, start_again};
use super::load::Load;
use overens_tests::crash::faulty_binary;
use overens_tests::power::Power;
use overens_tests::server::Launch;
use overens_tests::{Folder, Group, PATIENCE, Server, seed};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::path::{Path, PathBuf};
use std::process::Command;

/// When a step is taken, and so how it is got to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// As a new folder is made.
    Making,
    /// At the start after a clean stop.
    Starting,
    /// At the start after a crash: the first time in the trial, and then in earnest.
    StartingAgain,
    /// While everybody writes, one of the first so many times.
    Writing(u64),
    /// While everybody writes and a sync fails.
    Failing,
    /// As it is told to stop while everybody writes.
    Stopping,
    /// In a purge.
    Purging(u64),
    /// At the start after a purge, when the store is written anew.
    Rewriting,
    /// In a backup.
    BackingUp,
    /// In a restore.
    Restoring,
}

/// When each step comes.
fn when(step: &str) -> Vec<When> {
    use When::{
        BackingUp, Failing, Making, Purging, Restoring, Rewriting, Starting, StartingAgain, Stopping, Writing,
    };
    match step {
        "folder-made" | "database-made" | "progress-made" | "format-written" | "store-placed" => vec![Making],
        "journal-made" | "journal-placed" => vec![Making],
        "seal-removed" => vec![Starting],
        "trial-copied" | "trial-over" => vec![StartingAgain],
        "opened" => vec![Making, Starting, StartingAgain],
        "recovered" | "recovery-synced" => vec![Starting, StartingAgain],
        "gathered" | "journal-written" | "journal-synced" | "taken-in" | "noted" => {
            vec![Writing(60), Purging(1)]
        }
        "entry-taken-in" | "head-taken-in" => vec![Writing(60), Purging(1)],
        "checkpoint-taken-in" => vec![Writing(2)],
        "pack-taken-in" => vec![Writing(1), Purging(3)],
        "entry-taken-away" => vec![Writing(4_000), Purging(6)],
        "value-taken-in" => vec![Writing(8)],
        "blob-taken-in" => vec![Writing(2)],
        "value-taken-away" => vec![Writing(2)],
        "journal-full" | "journal-anew" => vec![Writing(3)],
        "flushed" | "synced" => vec![Starting, Writing(3)],
        "shut" | "read-anew" => vec![Failing],
        "closing-synced" | "closed" | "seal-written" | "seal-placed" => vec![Stopping],
        "journal-wiped" | "part-copied" | "all-copied" | "old-aside" | "new-placed" | "old-removed" => {
            vec![Rewriting]
        }
        name if name.starts_with("backup-") => vec![BackingUp],
        name if name.starts_with("restore-") => vec![Restoring],
        other => panic!("nobody kills at the step {other}; say here when it comes"),
    }
}

/// A build that can be killed at each step, and its steps.
pub struct Deadly {
    pub binary: PathBuf,
    pub random: StdRng,
}

impl Deadly {
    fn steps(&self) -> Vec<String> {
        let said = Command::new(&self.binary).arg("steps").output().expect("the program starts");
        String::from_utf8(said.stdout).unwrap().lines().map(str::to_owned).collect()
    }

    /// A server that dies at a step when it has begun to listen.
    pub async fn start_armed(
        &self,
        folder: &Folder,
        step: &str,
        times: u64,
        change: impl FnOnce(Launch) -> Launch,
    ) -> Server {
        let armed_by = folder.beside("armed");
        let launch = self.launch(folder, step, times).variable("OVERENS_FAULT_ARMED_BY", argument(&armed_by));
        let server = change(launch).start().await;
        std::fs::write(armed_by, "").expect("a writable folder");
        server
    }

    /// A server that dies at a step.
    pub fn launch(&self, folder: &Folder, step: &str, times: u64) -> Launch {
        let launch = Launch::new(folder).binary(self.binary.clone());
        launch.variable("OVERENS_FAULT_STEP", &format!("{step}:{times}"))
    }

    /// A command of the program that dies at a step.
    ///
    /// # Panics
    /// If it does not.
    pub fn run_to_death(&self, arguments: &[&str], step: &str) {
        let mut command = Command::new(&self.binary);
        command.args(arguments).env_clear().env("OVERENS_FAULT_STEP", step);
        let ended = command.output().expect("the program starts");
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(died(&said, step), "{arguments:?} does not take the step {step}: {said}");
    }

    /// Starts a server that dies before it says that it listens.
    async fn dies_starting(&self, folder: &Folder, step: &str, times: u64) {
        match self.launch(folder, step, times).try_start().await {
            Ok(_) => panic!("it starts without the step {step}, {times} times"),
            Err(log) => assert!(died(&log, step), "it ended otherwise than at the step {step}: {log}"),
        }
    }
}

fn died(log: &str, step: &str) -> bool {
    log.lines().any(|line| line == format!("killed at the step {step}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_each_step_it_starts_again_with_all_it_said_it_keeps() {
    let Some(binary) = faulty_binary() else { return };
    let house = House::furnish().await;
    let (decided, ground) = House::decided().await;
    for round in 0..rounds(1) {
        let mut deadly = Deadly { binary: binary.clone(), random: StdRng::seed_from_u64(round) };
        let steps = deadly.steps();
        assert!(steps.len() > 40, "{steps:?}");
        for step in &steps {
            for when in when(step) {
                let begun = std::time::Instant::now();
                match when {
                    When::Making => making(&deadly, step).await,
                    When::Starting => starting(&deadly, &house, step).await,
                    When::StartingAgain => starting_again(&deadly, &house, step).await,
                    When::Writing(most) => {
                        let times = deadly.random.random_range(1..=most);
                        writing(&deadly, &house, step, times).await;
                    }
                    When::Failing => failing(&deadly, &house, step).await,
                    When::Stopping => stopping(&deadly, &house, step).await,
                    When::Purging(most) => {
                        let times = deadly.random.random_range(1..=most);
                        super::taking::purging(&deadly, &decided, &ground, step, times).await;
                    }
                    When::Rewriting => super::taking::rewriting(&deadly, &decided, &ground, step).await,
                    When::BackingUp => super::taking::backing_up(&deadly, &house, step).await,
                    When::Restoring => super::taking::restoring(&deadly, &house, step).await,
                }
                println!("{step}, {when:?}: {:?}", begun.elapsed());
            }
        }
    }
}

/// A folder whose making was interrupted is made by the next start.
async fn making(deadly: &Deadly, step: &str) {
    let folder = Folder::new();
    deadly.dies_starting(&folder, step, 1).await;
    seed(&folder).await;
    Launch::new(&folder).start().await.stop().await;
}

async fn starting(deadly: &Deadly, house: &House, step: &str) {
    let folder = house.copy();
    deadly.dies_starting(&folder, step, 1).await;
    is_as_it_was(house, folder, step).await;
}

async fn starting_again(deadly: &Deadly, house: &House, step: &str) {
    let folder = house.copy();
    let mut server = Launch::new(&folder).start().await;
    server.kill_9().await;
    // The copy is recovered first.
    let most = if step.starts_with("recover") { 2 } else { 1 };
    for times in 1..=most {
        deadly.dies_starting(&folder, step, times).await;
    }
    is_as_it_was(house, folder, step).await;
}

async fn is_as_it_was(house: &House, folder: Folder, after: &str) {
    let group = house.open(folder).await;
    super::due::Due::default().is_there(&group, after).await;
    group.server.stop().await;
}

/// Everybody writes until it is gone; then everything they were told is there.
async fn write_until_gone(mut group: Group, step: &str) {
    let load = Load::sit_down(&group).await;
    tokio::join!(load.go(step), async {
        group.server.ended(PATIENCE).await;
        load.end();
    });
    assert!(died(&group.server.log(), step), "it ended otherwise than at {step}: {}", group.server.log());
    is_kept(group, load, step).await;
}

async fn is_kept(mut group: Group, load: Load, step: &str) {
    let launch = Launch::new(&group.folder);
    start_again(&mut group, &launch).await;
    load.due().is_there(&group, step).await;
    group.server.stop().await;
}

async fn writing(deadly: &Deadly, house: &House, step: &str, times: u64) {
    let folder = house.copy();
    let server = deadly.start_armed(&folder, step, times, |launch| launch).await;
    write_until_gone(house.group(folder, server), step).await;
}

async fn failing(deadly: &Deadly, house: &House, step: &str) {
    let folder = house.copy();
    let power = Power::over(&folder);
    let server = deadly.start_armed(&folder, step, 1, |launch| power.feed(launch)).await;
    power.fail_next_sync();
    write_until_gone(house.group(folder, server), step).await;
}

async fn stopping(deadly: &Deadly, house: &House, step: &str) {
    let folder = house.copy();
    let server = deadly.start_armed(&folder, step, 1, |launch| launch).await;
    let mut group = house.group(folder, server);
    let load = Load::sit_down(&group).await;
    tokio::join!(load.go(step), async {
        load.until_kept(20).await;
        group.server.terminate();
        group.server.ended(PATIENCE).await;
        load.end();
    });
    assert!(died(&group.server.log(), step), "it ended otherwise than at {step}: {}", group.server.log());
    is_kept(group, load, step).await;
}

/// A path as an argument.
pub fn argument(path: &Path) -> &str {
    path.to_str().expect("temporary folders have plain names")
}
