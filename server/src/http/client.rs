//! Which machine a request comes from.

use super::App;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};

/// Who is at the other end of the connection; noted on each request as it comes in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

/// The client's address: the peer's, or what a proxy says that the operator trusts.
pub(super) struct Client(pub(super) IpAddr);

impl FromRequestParts<App> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0);
        Ok(Self(client(peer, &app.settings.trusted_proxies, &parts.headers)))
    }
}

/// Goes back along `X-Forwarded-For` from its end, which the nearest proxy wrote, as far as trusted proxies go. What
/// stands before that may be made up.
fn client(peer: IpAddr, trusted: &[IpAddr], headers: &HeaderMap) -> IpAddr {
    let mut client = peer.to_canonical();
    let said = headers.get_all("x-forwarded-for").iter().filter_map(|header| header.to_str().ok());
    let said: Vec<&str> = said.flat_map(|header| header.split(',')).collect();
    let mut before = said.into_iter().rev();
    while trusted.contains(&client) {
        let Some(Ok(one)) = before.next().map(|one| one.trim().parse::<IpAddr>()) else { break };
        client = one.to_canonical();
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn found(peer: &str, trusted: &[&str], said: &'static str) -> String {
        let trusted: Vec<IpAddr> = trusted.iter().map(|ip| ip.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static(said));
        client(peer.parse().unwrap(), &trusted, &headers).to_string()
    }

    #[test]
    fn what_a_request_says_of_its_origin_counts_only_from_a_trusted_proxy() {
        assert_eq!(found("192.0.2.1", &[], "10.0.0.9"), "192.0.2.1");
        assert_eq!(found("192.0.2.1", &["127.0.0.1"], "10.0.0.9"), "192.0.2.1");
        assert_eq!(found("127.0.0.1", &["127.0.0.1"], "10.0.0.9"), "10.0.0.9");
        assert_eq!(found("::ffff:127.0.0.1", &["127.0.0.1"], "10.0.0.9"), "10.0.0.9");
    }

    #[test]
    fn what_a_client_wrote_before_the_proxy_is_not_believed() {
        assert_eq!(found("127.0.0.1", &["127.0.0.1"], "1.2.3.4, 10.0.0.9"), "10.0.0.9");
        assert_eq!(found("127.0.0.1", &["127.0.0.1", "10.0.0.9"], "1.2.3.4, 10.0.0.9"), "1.2.3.4");
        assert_eq!(found("127.0.0.1", &["127.0.0.1"], "nonsense"), "127.0.0.1");
        assert_eq!(found("127.0.0.1", &["127.0.0.1"], ""), "127.0.0.1");
    }
}
