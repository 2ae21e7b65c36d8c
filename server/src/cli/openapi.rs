//! `overens openapi`: what the server says of itself at `/api/openapi.json`, without a server.

use crate::http;

pub(super) fn run() -> anyhow::Result<()> {
    super::print(&http::description())
}
