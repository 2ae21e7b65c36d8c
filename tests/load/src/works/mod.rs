//! The works, each done by every server in turn.

mod capacity;
mod crash;
mod idle;
mod replay;
mod restart;
mod typing;

use crate::results::{Figure, Remark, Results, Work};
use crate::servers::{Ground, Kind, Running, Usage};
use crate::sessions::Session;
use anyhow::Result;
use std::rc::Rc;

/// One work by one server: where its figures go.
pub struct Task<'a> {
    /// Where everything is.
    pub ground: &'a Ground,
    /// Who does it.
    pub kind: Kind,
    /// What.
    pub work: Work,
    /// A short run.
    pub quick: bool,
    /// The sessions for the replay, and the long one for the restart.
    pub sessions: &'a Sessions,
    results: &'a mut Results,
    used: Option<Usage>,
}

/// What is typed where the very words matter; made once for all servers.
#[derive(Clone, Debug, Default)]
pub struct Sessions {
    /// For the replay.
    pub replayed: Vec<Rc<Session>>,
    /// For the restart.
    pub long: Option<Rc<Session>>,
}

impl<'a> Task<'a> {
    /// A work that has not begun.
    pub fn new(
        ground: &'a Ground,
        (kind, work): (Kind, Work),
        quick: bool,
        sessions: &'a Sessions,
        results: &'a mut Results,
    ) -> Self {
        Self { ground, kind, work, quick, sessions, results, used: None }
    }

    /// Does it.
    ///
    /// # Errors
    /// If the server does not do its part; what was found out before stays.
    pub async fn carry_out(mut self) -> Result<()> {
        let done = match self.work {
            Work::Typing => typing::one_room(&mut self).await,
            Work::Listening => typing::fifty_rooms(&mut self).await,
            Work::Replay => replay::replay(&mut self).await,
            Work::Capacity => capacity::highest_rate(&mut self).await,
            Work::Idle => idle::idle(&mut self).await,
            Work::Restart => restart::restart(&mut self).await,
            Work::Crash => crash::crash(&mut self).await,
        };
        if let Some(used) = self.used {
            self.figure("cpu_seconds", used.cpu_seconds);
            self.figure("peak_kib", used.peak_kib as f64);
        }
        done
    }

    fn figure(&mut self, metric: &str, value: f64) {
        let (server, work) = (self.kind, self.work);
        eprintln!("   {:<12} {metric:<32} {value:>12.2}", server.name());
        self.results.figures.push(Figure { server, work, metric: metric.to_owned(), value });
    }

    fn remark(&mut self, text: impl Into<String>) {
        let remark = Remark { server: self.kind, work: Some(self.work), text: text.into() };
        eprintln!("   {:<12} {}", remark.server.name(), remark.text);
        self.results.remarks.push(remark);
    }

    /// Adds what a server has used; to be called before it ends.
    fn use_of(&mut self, server: &Running) -> Result<()> {
        let now = server.usage()?;
        let before = self.used.unwrap_or(Usage { cpu_seconds: 0.0, peak_kib: 0 });
        self.used = Some(Usage {
            cpu_seconds: before.cpu_seconds + now.cpu_seconds,
            peak_kib: before.peak_kib.max(now.peak_kib),
        });
        Ok(())
    }

    /// Stops a server that has done its part.
    async fn finish(&mut self, server: Running) -> Result<()> {
        self.use_of(&server)?;
        if !server.stop().await? {
            self.remark("did not stop by itself within 30 seconds of SIGTERM");
        }
        Ok(())
    }
}
