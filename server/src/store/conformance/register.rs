//! The register.

use super::{Engine, versioned, write};
use crate::store::{Expected, StoreError};

pub(in crate::store) async fn a_register_value_counts_its_versions(engine: impl Engine) {
    let store = engine.store();
    for version in 1..=3 {
        store.commit(write("key", Expected::Anything, Some("value"))).await.unwrap();
        assert_eq!(store.get("key").await, Ok(versioned(version, "value")));
    }
    store.commit(write("key", Expected::Version(3), None)).await.unwrap();
    assert_eq!(store.get("key").await, Ok(None));
    store.commit(write("key", Expected::Absent, Some("again"))).await.unwrap();
    assert_eq!(store.get("key").await, Ok(versioned(1, "again")));
}

pub(in crate::store) async fn a_register_write_expects_a_version(engine: impl Engine) {
    let store = engine.store();
    let changed = Err(StoreError::Changed { key: "key".to_owned() });
    assert_eq!(store.commit(write("key", Expected::Version(1), Some("x"))).await, changed);
    store.commit(write("key", Expected::Absent, Some("first"))).await.unwrap();
    assert_eq!(store.commit(write("key", Expected::Absent, Some("x"))).await, changed);
    assert_eq!(store.commit(write("key", Expected::Version(2), None)).await, changed);
    store.commit(write("key", Expected::Version(1), Some("second"))).await.unwrap();
    assert_eq!(store.get("key").await, Ok(versioned(2, "second")));
}

pub(in crate::store) async fn a_scan_goes_by_prefix_in_byte_order(engine: impl Engine) {
    let store = engine.store();
    let keys = ["user/ö", "user/b", "user/", "user/a/1", "users", "user", "user/a", "user/a\0"];
    for key in keys {
        store.commit(write(key, Expected::Absent, Some(key))).await.unwrap();
    }
    let scan = async |prefix: &str| {
        let found = store.scan(prefix).await.unwrap();
        found.iter().for_each(|(key, value)| assert_eq!(value.value, key.as_bytes()));
        found.into_iter().map(|(key, _)| key).collect::<Vec<_>>()
    };
    assert_eq!(scan("user/").await, ["user/", "user/a", "user/a\0", "user/a/1", "user/b", "user/ö"]);
    assert_eq!(scan("user/a").await, ["user/a", "user/a\0", "user/a/1"]);
    assert_eq!(scan("").await.len(), keys.len());
    assert!(scan("z").await.is_empty());
}
