//! The addresses under which people reach the server.

use super::secret::Secret;
use axum::http::Uri;
use std::fmt;
use std::str::FromStr;

/// One public URL: a scheme, a host and perhaps a port. It decides sign-in links, which `Origin` is ours,
/// and whether cookies are for TLS only. What a request says about its host decides nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    /// As a browser writes it in `Origin`: lower case, no default port, no slash at the end.
    origin: String,
    https: bool,
}

/// A text that is no public URL.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} is not a public URL: give http:// or https://, a host, a port if it is not the usual one, and no path"
)]
pub struct NotAPublicUrl(String);

impl PublicUrl {
    /// As a browser writes it in an `Origin` header.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether it is reached by TLS.
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// The origin of WebSockets beside it.
    pub fn web_socket_origin(&self) -> String {
        self.origin.replacen("http", "ws", 1)
    }

    /// The address to give to somebody who shall sign in.
    pub fn sign_in_link(&self, secret: &Secret) -> String {
        format!("{}/sign-in/{}", self.origin, secret.reveal())
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.origin)
    }
}

impl FromStr for PublicUrl {
    type Err = NotAPublicUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || NotAPublicUrl(text.to_owned());
        let uri: Uri = text.trim().parse().map_err(|_| refused())?;
        let (https, usual_port) = match uri.scheme_str() {
            Some("http") => (false, 80),
            Some("https") => (true, 443),
            _ => return Err(refused()),
        };
        let authority = uri.authority().ok_or_else(refused)?;
        let bare = matches!(uri.path(), "" | "/") && uri.query().is_none();
        if !bare || authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(refused());
        }
        let scheme = if https { "https" } else { "http" };
        let host = authority.host().to_ascii_lowercase();
        let origin = match authority.port_u16() {
            Some(port) if port != usual_port => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        };
        Ok(Self { origin, https })
    }
}

#[cfg(test)]
mod tests {
    use super::PublicUrl;

    #[test]
    fn a_public_url_is_written_as_browsers_write_origins() {
        for (given, origin) in [
            ("https://Overens.Example/", "https://overens.example"),
            ("https://overens.example:443", "https://overens.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
        ] {
            assert_eq!(given.parse::<PublicUrl>().unwrap().origin(), origin);
        }
    }

    #[test]
    fn what_is_no_public_url_is_refused() {
        for given in
            ["", "overens.example", "ftp://a", "https://a/path", "https://a/?q", "https://u:p@a", "http://"]
        {
            assert!(given.parse::<PublicUrl>().is_err(), "{given}");
        }
    }
}
