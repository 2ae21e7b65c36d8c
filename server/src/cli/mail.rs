//! Flags about letters.

use crate::access::public_url::PublicUrl;
use crate::mail::MailSettings;
use crate::mail::smtp::{Smtp, SmtpUrl};
use anyhow::{Context as _, bail};
use axum::http::Uri;
use clap::Args;
use jiff::SignedDuration;
use std::path::PathBuf;
use std::time::Duration;

/// The variable with the mail server's password; no flag has it, because other processes see those.
const PASSWORD: &str = "OVERENS_SMTP_PASSWORD";

/// How letters are sent. Without a mail server none are, and only the command line prints sign-in links.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "E-mail")]
pub(super) struct Mail {
    /// The mail server: smtp://user@host:port (with STARTTLS, unless the host is this machine) or smtps://…; the user
    /// and the port only if needed. The password comes from OVERENS_SMTP_PASSWORD or --smtp-password-file
    /// [default: none, and no letters]
    #[arg(long, env = "OVERENS_SMTP_URL", value_name = "URL", requires = "mail_from")]
    smtp_url: Option<SmtpUrl>,

    /// A file with the mail server's password on its first line [default: none]
    #[arg(long, env = "OVERENS_SMTP_PASSWORD_FILE", value_name = "FILE")]
    smtp_password_file: Option<PathBuf>,

    /// The address that letters are from [default: none]
    #[arg(long, env = "OVERENS_MAIL_FROM", value_name = "ADDRESS", requires = "smtp_url")]
    mail_from: Option<String>,

    /// Seconds until a letter that could not be sent is tried again; each time twice as long, up to an hour
    #[arg(long, env = "OVERENS_MAIL_RETRY_SECONDS", value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    mail_retry_seconds: u64,

    /// Seconds that a link holds that somebody asked for by e-mail
    #[arg(long, env = "OVERENS_SIGN_IN_LINK_SECONDS", value_name = "SECONDS", default_value_t = 3600, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    sign_in_link_seconds: u32,

    #[command(flatten)]
    telling: super::telling::Telling,
}

impl Mail {
    /// What was decided; `None` if no letters are sent.
    pub(super) fn settings(&self, public_url: &PublicUrl) -> anyhow::Result<Option<MailSettings>> {
        let (Some(url), Some(from)) = (&self.smtp_url, &self.mail_from) else { return Ok(None) };
        let password = self.password()?;
        if url.has_user() && password.is_none() {
            bail!("--smtp-url names a user: set {PASSWORD} or --smtp-password-file");
        }
        let uri: Uri = public_url.origin().parse().context("the public URL has no host")?;
        let smtp = Smtp::new(url, password, from, uri.host().unwrap_or("localhost"))?;
        Ok(Some(MailSettings {
            smtp,
            public_url: public_url.clone(),
            first_pause: Duration::from_secs(self.mail_retry_seconds),
            asked_lifetime: SignedDuration::from_secs(self.sign_in_link_seconds.into()),
            telling: self.telling.settings(),
        }))
    }

    fn password(&self) -> anyhow::Result<Option<String>> {
        let Some(file) = &self.smtp_password_file else {
            return match std::env::var(PASSWORD) {
                Ok(password) => Ok(Some(password)),
                Err(std::env::VarError::NotPresent) => Ok(None),
                Err(error) => Err(error).context(PASSWORD),
            };
        };
        let content =
            std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
        let password = content.lines().next().unwrap_or_default();
        if password.is_empty() {
            bail!("{} holds no password on its first line", file.display());
        }
        Ok(Some(password.to_owned()))
    }
}
