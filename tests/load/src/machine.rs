//! The machine, in a line.

use anyhow::Result;
use std::fs;

/// Cores, processor and memory.
///
/// # Errors
/// If `/proc` cannot be read.
pub fn describe() -> Result<String> {
    let processors = fs::read_to_string("/proc/cpuinfo")?;
    let memory = fs::read_to_string("/proc/meminfo")?;
    Ok(line(&processors, &memory))
}

fn line(processors: &str, memory: &str) -> String {
    let of = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        line.split_once(':').map(|(_, value)| value.trim().to_owned())
    };
    let cores = processors.lines().filter(|line| line.starts_with("processor")).count();
    let model = of(processors, "model name").unwrap_or_else(|| "a processor without a name".to_owned());
    let kib = of(memory, "MemTotal").and_then(|total| total.strip_suffix("kB")?.trim().parse::<f64>().ok());
    let gib = kib.map_or_else(String::new, |kib| format!(", {:.0} GiB of memory", kib / f64::from(1 << 20)));
    format!("{cores} cores, {model}{gib}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cores_are_counted_and_memory_is_in_gibibytes() {
        let processors =
            "processor\t: 0\nmodel name\t: Fast 9000\n\nprocessor\t: 1\nmodel name\t: Fast 9000\n";
        let memory = "MemTotal:       25165824 kB\nMemFree: 1 kB\n";
        assert_eq!(line(processors, memory), "2 cores, Fast 9000, 24 GiB of memory");
    }
}
