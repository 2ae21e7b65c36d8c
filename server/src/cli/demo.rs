//! `overens demo`: the server, with something in it and a way in for both sides.

use super::flags::Serve;
use super::log;
use super::server::Server;
use crate::agreement::refusal::Language;
use crate::operator::demo::DemoLink;
use clap::{Args, ValueEnum};

/// What `overens demo` takes.
#[derive(Args, Debug)]
pub(super) struct Demo {
    #[command(flatten)]
    serve: Serve,

    /// The language of the made-up agreement
    #[arg(long, env = "OVERENS_LANGUAGE", value_enum, value_name = "LANGUAGE", default_value_t = Choice::Sv)]
    language: Choice,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Choice {
    /// Svenska
    Sv,
    /// English
    En,
}

pub(super) async fn run(flags: Demo) -> anyhow::Result<()> {
    log::start(&flags.serve.log);
    let language = match flags.language {
        Choice::Sv => Language::Swedish,
        Choice::En => Language::English,
    };
    let server = Server::start(flags.serve).await?;
    let links = server.operator.demo(language, &server.public_urls, server.doors()).await?;
    super::print(&invitation(language, &links))?;
    server.until_stopped().await
}

fn invitation(language: Language, links: &[DemoLink]) -> String {
    let (both, once, other) = match language {
        Language::Swedish => (
            "En påhittad överenskommelse finns nu här. Öppna båda länkarna i samma webbläsare, så är du två personer på en gång:",
            "Varje länk loggar in en gång. Starta om för nya. Ctrl+C avslutar.",
            "Mappen innehåller redan något annat än demon. Det visas som det är; välj en annan mapp för demon.",
        ),
        Language::English => (
            "A made-up agreement is here now. Open both links in the same browser, and you are two people at once:",
            "Each link signs in once. Start again for new ones. Ctrl+C ends.",
            "The folder holds something else than the demo already. It is served as it is; choose another for the demo.",
        ),
    };
    if links.is_empty() {
        return format!("{other}\n");
    }
    let mut text = format!("\n{both}\n\n");
    for link in links {
        text.push_str(&format!("  {}, {}\n  {}\n\n", link.name, link.party, link.link));
    }
    text.push_str(&format!("{once}\n"));
    text
}
