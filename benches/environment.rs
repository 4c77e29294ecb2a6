//! A new environment: its authorities, its hosts, its doors, and their end.

use criterion::{Criterion, criterion_group, criterion_main};
use raccord::environment::{Mocks, START};
use raccord_kernel::Clock;
use raccord_mocks::gateway::Listen;
use tokio::runtime::Builder;

fn environment(criterion: &mut Criterion) {
    criterion.bench_function("a new environment, opened and closed", |bench| {
        bench.iter(|| {
            // As a scenario has it: the runtime ends with the environment, and closes its doors.
            let runtime = Builder::new_current_thread().enable_all().build()?;
            let opened = runtime.block_on(Mocks::open(1, Clock::held(START), Listen::default()));
            opened.map_err(std::io::Error::other).map(drop)
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(50);
    targets = environment
}
criterion_main!(benches);
