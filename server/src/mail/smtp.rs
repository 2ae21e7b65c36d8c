//! Where letters are handed in.

use super::address;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, Tokio1Executor};
use percent_encoding::percent_decode_str;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

/// How long one command to the mail server may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The port of submission with STARTTLS, and the one with TLS from the start.
const STARTTLS_PORT: u16 = 587;
const TLS_PORT: u16 = 465;

/// The sender's name in letters.
const SENDER: &str = "Överens";

/// A mail server, as `smtp://user@host:port` or `smtps://…` names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpUrl {
    host: String,
    port: u16,
    user: Option<String>,
    protection: Protection,
}

/// How the way to the mail server is kept private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Protection {
    /// TLS from the start.
    Tls,
    /// STARTTLS, or nothing is sent.
    StartTls,
    /// Not at all.
    None,
}

/// A text that names no mail server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnSmtpUrl {
    /// It is no such URL.
    #[error("give smtp://user@host:port or smtps://user@host:port, the user and the port only if needed")]
    Shape,
    /// There is a password in it.
    #[error(
        "the password does not belong into the URL, where other processes see it: set OVERENS_SMTP_PASSWORD or --smtp-password-file"
    )]
    Password,
    /// A password would go over the network in the clear.
    #[error("a user's password is not sent to another machine without TLS: leave out ?tls=none, or the user")]
    Clear,
}

impl SmtpUrl {
    /// Whether a password is needed.
    pub fn has_user(&self) -> bool {
        self.user.is_some()
    }
}

impl FromStr for SmtpUrl {
    type Err = NotAnSmtpUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uri: axum::http::Uri = text.trim().parse().map_err(|_| NotAnSmtpUrl::Shape)?;
        let authority = uri.authority().ok_or(NotAnSmtpUrl::Shape)?;
        let host = authority.host().trim_matches(['[', ']']).to_owned();
        if host.is_empty() || !matches!(uri.path(), "" | "/") {
            return Err(NotAnSmtpUrl::Shape);
        }
        let user = match authority.as_str().rsplit_once('@') {
            Some((user, _)) if user.contains(':') => return Err(NotAnSmtpUrl::Password),
            Some((user, _)) => {
                let user = percent_decode_str(user).decode_utf8().map_err(|_| NotAnSmtpUrl::Shape)?;
                Some(user.into_owned())
            }
            None => None,
        };
        let here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        let protection = match (uri.scheme_str(), uri.query()) {
            (Some("smtps"), None) => Protection::Tls,
            (Some("smtp"), Some("tls=required")) => Protection::StartTls,
            (Some("smtp"), Some("tls=none")) => Protection::None,
            (Some("smtp"), None) if here => Protection::None,
            (Some("smtp"), None) => Protection::StartTls,
            _ => return Err(NotAnSmtpUrl::Shape),
        };
        if protection == Protection::None && user.is_some() && !here {
            return Err(NotAnSmtpUrl::Clear);
        }
        let usual = if protection == Protection::Tls { TLS_PORT } else { STARTTLS_PORT };
        Ok(Self { host, port: authority.port_u16().unwrap_or(usual), user, protection })
    }
}

/// A mail server with what it takes to hand in letters there.
#[derive(Clone)]
pub struct Smtp {
    pub(super) transport: AsyncSmtpTransport<Tokio1Executor>,
    pub(super) from: Address,
}

impl fmt::Debug for Smtp {
    /// Without the password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Smtp").field("from", &self.from).finish_non_exhaustive()
    }
}

/// Why letters cannot be handed in.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// The sender's address is none.
    #[error("--mail-from: {0}")]
    From(#[from] address::NotAnAddress),
    /// The machine's certificates cannot be read.
    #[error("TLS to the mail server cannot be set up: {0}")]
    Tls(#[from] lettre::transport::smtp::Error),
}

impl Smtp {
    /// Letters from `from`, handed in at `url`; `hello` is the name of this machine.
    ///
    /// # Errors
    /// [`SmtpError`].
    pub fn new(url: &SmtpUrl, password: Option<String>, from: &str, hello: &str) -> Result<Self, SmtpError> {
        let tls = match url.protection {
            Protection::Tls => Tls::Wrapper(TlsParameters::new(url.host.clone())?),
            Protection::StartTls => Tls::Required(TlsParameters::new(url.host.clone())?),
            Protection::None => Tls::None,
        };
        let hello = match hello.trim_matches(['[', ']']).parse() {
            Ok(IpAddr::V4(ip)) => ClientId::Ipv4(ip),
            Ok(IpAddr::V6(ip)) => ClientId::Ipv6(ip),
            Err(_) => ClientId::Domain(hello.to_owned()),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&url.host)
            .port(url.port)
            .tls(tls)
            .hello_name(hello)
            .timeout(Some(TIMEOUT));
        if let Some(user) = &url.user {
            builder = builder.credentials(Credentials::new(user.clone(), password.unwrap_or_default()));
        }
        Ok(Self { transport: builder.build(), from: address::parse(from)? })
    }

    pub(super) fn sender(&self) -> Mailbox {
        Mailbox::new(Some(SENDER.to_owned()), self.from.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::{NotAnSmtpUrl, Protection, SmtpUrl};

    fn read(text: &str) -> Result<(String, u16, Option<String>, Protection), NotAnSmtpUrl> {
        let url: SmtpUrl = text.parse()?;
        Ok((url.host, url.port, url.user, url.protection))
    }

    #[test]
    fn the_way_to_another_machine_is_encrypted_unless_somebody_says_otherwise() {
        let some = |user: &str| Some(user.to_owned());
        for (text, host, port, user, protection) in [
            ("smtp://mail.example", "mail.example", 587, None, Protection::StartTls),
            (
                "smtp://eva%40b.example@mail.example:25",
                "mail.example",
                25,
                some("eva@b.example"),
                Protection::StartTls,
            ),
            ("smtps://eva@mail.example", "mail.example", 465, some("eva"), Protection::Tls),
            ("smtp://relay.example:25?tls=none", "relay.example", 25, None, Protection::None),
            ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, None, Protection::None),
            ("smtp://eva@localhost:25", "localhost", 25, some("eva"), Protection::None),
            ("smtp://localhost?tls=required", "localhost", 587, None, Protection::StartTls),
        ] {
            assert_eq!(read(text), Ok((host.to_owned(), port, user, protection)), "{text}");
        }
    }

    #[test]
    fn what_is_no_mail_server_or_would_leak_a_password_is_refused() {
        for text in [
            "",
            "mail.example",
            "http://mail.example",
            "smtp://",
            "smtp://a/b",
            "smtp://a?x",
            "smtps://a?tls=none",
        ] {
            assert_eq!(read(text), Err(NotAnSmtpUrl::Shape), "{text}");
        }
        assert_eq!(read("smtp://eva:geheim@mail.example"), Err(NotAnSmtpUrl::Password));
        assert_eq!(read("smtp://eva@mail.example?tls=none"), Err(NotAnSmtpUrl::Clear));
    }
}
