//! `overens serve`.

use super::flags::Serve;
use super::log;
use super::server::Server;

pub(super) async fn run(flags: Serve) -> anyhow::Result<()> {
    log::start(&flags.log);
    Server::start(flags).await?.until_stopped().await
}
