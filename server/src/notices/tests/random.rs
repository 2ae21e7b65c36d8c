//! Random days of five people: what letters tell is held against a model that knows what happened, and to whom it
//! matters. Nothing is told twice, nothing is lost, and nothing reaches whom it does not concern.

mod happening;
mod steps;
mod told;
mod world;

use super::house::ALL;
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use steps::steps;
use world::World;

const DELAY: SignedDuration = SignedDuration::from_mins(2);

/// Of meetings: so far ahead that it does not come near.
const DAY: Date = date(2040, 1, 1);

proptest! {
    #[test]
    fn nothing_is_told_twice_nothing_is_lost_and_nothing_reaches_the_wrong_person(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = World::new().await;
            for step in steps {
                // Two things never come about at the very same moment.
                world.house.pass(SignedDuration::from_millis(1));
                world.step(step).await;
            }
            // In the end everybody's digest goes out, and then there is no more to tell.
            world.house.pass(SignedDuration::from_secs(1));
            for name in ALL {
                world.digest(name).await;
            }
            while !world.queue.is_empty() {
                world.send(0).await;
            }
            world.lists().await;
            world.house.pass(SignedDuration::from_secs(1));
            for name in ALL {
                assert!(world.house.digest(name, world.house.now).await.is_none(), "{name}");
            }
        });
    }
}
