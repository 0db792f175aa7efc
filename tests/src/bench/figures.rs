//! Durations and how they are said.

use std::time::Duration;

/// A percentile by the nearest rank: the smallest duration that at least so many percent do not exceed; `None` where
/// there are none.
pub fn percentile(times: &[Duration], percent: usize) -> Option<Duration> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

/// The middle one; of an even number the lower of the two in the middle.
pub fn median(times: &[Duration]) -> Option<Duration> {
    percentile(times, 50)
}

/// Milliseconds, as [`figure`] says them.
pub fn milliseconds(time: Duration) -> String {
    figure(time.as_secs_f64() * 1e3)
}

/// A figure with three digits that mean something, as `0.214`, `17.1` or `1,754`.
pub fn figure(value: f64) -> String {
    // By what is printed and not by what is measured: 9.996 is 10.0.
    if value < 0.9995 {
        format!("{value:.3}")
    } else if value < 9.995 {
        format!("{value:.2}")
    } else if value < 99.95 {
        format!("{value:.1}")
    } else {
        grouped(value.round().to_string())
    }
}

fn grouped(digits: String) -> String {
    match digits.len().checked_sub(3) {
        Some(at @ 1..) => {
            let (front, back) = digits.split_at(at);
            format!("{},{back}", grouped(front.to_owned()))
        }
        _ => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(milliseconds: &[u64]) -> Vec<Duration> {
        milliseconds.iter().copied().map(Duration::from_millis).collect()
    }

    #[test]
    fn a_percentile_is_one_of_the_times() {
        let times = all(&[5, 1, 4, 2, 3]);
        let of = |percent| percentile(&times, percent).unwrap().as_millis();
        assert_eq!([of(0), of(20), of(21), of(50), of(95), of(100)], [1, 1, 2, 3, 5, 5]);
        assert_eq!(median(&all(&[4, 1, 3, 2])), Some(Duration::from_millis(2)));
        let hundred: Vec<u64> = (1..=100).rev().collect();
        assert_eq!(percentile(&all(&hundred), 95), Some(Duration::from_millis(95)));
        assert_eq!(percentile(&[], 50), None);
    }

    #[test]
    fn three_digits_mean_something() {
        let said = [
            (0, "0.000"),
            (214, "0.214"),
            (999, "0.999"),
            (1_004, "1.00"),
            (9_994, "9.99"),
            (9_996, "10.0"),
            (99_960, "100"),
            (1_753_600, "1,754"),
            (61_000_000, "61,000"),
        ];
        for (microseconds, text) in said {
            assert_eq!(milliseconds(Duration::from_micros(microseconds)), text);
        }
    }
}
