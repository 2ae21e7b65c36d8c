//! The export over HTTP: to coordinators only, and whole.

use super::approving::{ADA, BO, CIA, DAG, EVA};
use super::*;
use crate::agreement::decide::Command;
use crate::agreement::member::Role;
use crate::archive::verify::{Against, verify};
use futures_util::StreamExt as _;
use std::io::Cursor;

#[tokio::test]
async fn coordinators_get_an_export_that_is_whole_and_nobody_else_gets_one() {
    let fixture = Fixture::new().await;
    let path = format!("{}/export", fixture.agreement());
    for member in [CIA, DAG, EVA] {
        let got = fixture.read(&path, member).await;
        assert_eq!((got.status, got.problem()), (StatusCode::FORBIDDEN, "not-a-coordinator".to_owned()));
    }
    assert_eq!(fixture.get(&path, &[]).await.problem(), "not-signed-in");

    let got = fixture.read(&path, ADA).await;
    assert_eq!((got.status, got.header("content-type")), (StatusCode::OK, "application/zip"));
    assert!(got.header("content-disposition").starts_with("attachment; filename=\"Liten 20"));
    let key = Some(Signatory::of_bytes([7; 32]).public());
    let verified = verify(Cursor::new(&got.body), &Against { key, receipts: vec![] }).unwrap();
    assert_eq!(verified.title.as_deref(), Some("Liten"));
    let tag = got.header("etag").to_owned();
    assert_eq!(fixture.read(&path, BO).await.body, got.body, "both sides get the same");

    let known = [("authorization", fixture.bearer(ADA)), ("if-none-match", tag)];
    let known: Vec<_> = known.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(fixture.get(&path, &known).await.status, StatusCode::NOT_MODIFIED);
    fixture.mandate(BO, CIA).await;
    assert_eq!(fixture.get(&path, &known).await.status, StatusCode::OK, "the record has moved");
}

#[tokio::test]
async fn working_material_goes_to_coordinators_as_of_a_day() {
    let fixture = Fixture::new().await;
    let path = |day: &str| format!("{}/working-material?as_of={day}", fixture.agreement());
    let got = fixture.read(&path("2999-12-31"), EVA).await;
    assert_eq!((got.status, got.problem()), (StatusCode::FORBIDDEN, "not-a-coordinator".to_owned()));
    let got = fixture.read(&path("2999-12-31"), BO).await;
    assert_eq!(got.status, StatusCode::OK);
    assert!(got.header("content-disposition").contains("(log) 2999-12-31.zip"));
    let verified = verify(Cursor::new(&got.body), &Against::default()).unwrap();
    assert_eq!(verified.entries, 2, "the first text of each section");
    let got = fixture.read(&path("igår"), BO).await;
    assert_eq!((got.status, got.problem()), (StatusCode::BAD_REQUEST, "bad-request".to_owned()));
}

#[tokio::test]
async fn whoever_loses_the_role_loses_the_rest_of_a_download() {
    let fixture = Fixture::new().await;
    let eva = fixture.member_id(EVA);
    let roles = |roles: &[Role]| Command::ChangeRoles { member: eva, roles: roles.iter().copied().collect() };
    fixture.run(roles(&[Role::Coordinator]), ADA).await;
    for path in ["export", "working-material?as_of=2999-12-31"] {
        fixture.run(roles(&[Role::Coordinator]), ADA).await;
        let request = Request::builder().uri(format!("{}/{path}", fixture.agreement()));
        let request = request.header("authorization", fixture.bearer(EVA)).body(Body::empty()).unwrap();
        let response = fixture.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let mut pieces = response.into_body().into_data_stream();
        assert!(pieces.next().await.unwrap().is_ok());
        fixture.run(roles(&[Role::Observer]), ADA).await;
        assert!(pieces.next().await.unwrap().is_err(), "{path}");
    }
}
