//! Flags that several commands have, each also read from the environment.

use crate::access::public_url::PublicUrl;
use anyhow::bail;
use clap::{Args, ValueEnum};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// Where the data is.
#[derive(Args, Debug)]
pub(super) struct Data {
    /// The data folder. One that is missing is made; one process has it at a time
    #[arg(long, env = "OVERENS_DATA", value_name = "DIR", default_value = "data")]
    pub(super) data: PathBuf,
}

/// What `overens serve` takes.
#[derive(Args, Debug)]
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) data: Data,

    /// The address to listen on; port 0 takes any free one
    #[arg(long, env = "OVERENS_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub(super) listen: String,

    /// Where people reach the server: a scheme, a host and perhaps a port. May be given several times, by the
    /// environment separated by commas; the first is the one in links. Browsers are let in from these addresses
    /// only. All of them https, behind a proxy that ends TLS, or none
    /// [default: http:// and the address listened on]
    #[arg(long = "public-url", env = "OVERENS_PUBLIC_URL", value_name = "URL", value_delimiter = ',')]
    pub(super) public_urls: Vec<PublicUrl>,

    #[command(flatten)]
    pub(super) figures: super::figures::Figures,

    #[command(flatten)]
    pub(super) log: Log,

    /// A proxy before the server, by its IP address, whose X-Forwarded-For is believed. May be given several times, by
    /// the environment separated by commas [default: none]
    #[arg(long = "trusted-proxy", env = "OVERENS_TRUSTED_PROXY", value_name = "IP", value_delimiter = ',')]
    pub(super) trusted_proxies: Vec<IpAddr>,

    #[command(flatten)]
    pub(super) mail: super::mail::Mail,

    #[command(flatten)]
    pub(super) approvals: super::approvals::Approvals,

    #[command(flatten)]
    pub(super) limits: super::limits::Limits,
}

/// What the log looks like.
#[derive(Args, Debug)]
pub(super) struct Log {
    /// What the log on standard error looks like: auto is human on a terminal and json elsewhere
    #[arg(long, env = "OVERENS_LOG_FORMAT", value_enum, value_name = "FORMAT", default_value_t = LogFormat::Auto)]
    pub(super) log_format: LogFormat,

    /// From which level on Överens logs
    #[arg(long, env = "OVERENS_LOG_LEVEL", value_enum, value_name = "LEVEL", default_value_t = LogLevel::Info)]
    pub(super) log_level: LogLevel,
}

/// A form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LogFormat {
    /// Human on a terminal, JSON elsewhere.
    Auto,
    /// Lines for people.
    Human,
    /// One JSON object a line.
    Json,
}

/// A level of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LogLevel {
    /// What failed.
    Error,
    /// And what may fail.
    Warn,
    /// And what happens.
    Info,
    /// And how.
    Debug,
    /// And everything else.
    Trace,
}

/// The public URLs: those given, or what people on this machine would type for `address`.
pub(super) fn public_urls(given: Vec<PublicUrl>, address: SocketAddr) -> anyhow::Result<Vec<PublicUrl>> {
    if given.is_empty() {
        return own_urls(address);
    }
    let https = given.iter().filter(|url| url.is_https()).count();
    if https != 0 && https != given.len() {
        bail!(
            "--public-url: give https addresses only, or http ones only; a session cookie is for one of the two"
        );
    }
    Ok(given)
}

fn own_urls(address: SocketAddr) -> anyhow::Result<Vec<PublicUrl>> {
    let port = address.port();
    let ip = address.ip();
    let hosts = match ip {
        IpAddr::V4(ip) if ip.is_unspecified() || ip.is_loopback() => {
            vec!["127.0.0.1".to_owned(), "localhost".to_owned()]
        }
        IpAddr::V6(ip) if ip.is_unspecified() || ip.is_loopback() => {
            vec!["[::1]".to_owned(), "localhost".to_owned()]
        }
        IpAddr::V4(ip) => vec![ip.to_string()],
        IpAddr::V6(ip) => vec![format!("[{ip}]")],
    };
    let urls: Result<_, _> = hosts.iter().map(|host| format!("http://{host}:{port}").parse()).collect();
    Ok(urls?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(given: &[&str], address: &str) -> anyhow::Result<Vec<String>> {
        let given = given.iter().map(|url| url.parse().unwrap()).collect();
        let urls = public_urls(given, address.parse().unwrap())?;
        Ok(urls.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn without_a_public_url_this_machine_is_let_in_under_both_of_its_names() {
        let expected = ["http://127.0.0.1:8080", "http://localhost:8080"];
        assert_eq!(urls(&[], "127.0.0.1:8080").unwrap(), expected);
        assert_eq!(urls(&[], "0.0.0.0:8080").unwrap(), expected);
        assert_eq!(urls(&[], "192.0.2.7:80").unwrap(), ["http://192.0.2.7"]);
    }

    #[test]
    fn http_and_https_are_not_mixed() {
        assert!(urls(&["https://a.example", "http://a.example"], "127.0.0.1:1").is_err());
        assert_eq!(urls(&["https://a.example"], "127.0.0.1:1").unwrap(), ["https://a.example"]);
    }
}
