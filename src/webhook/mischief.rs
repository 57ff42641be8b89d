//! What may happen to webhooks on their way: repeats, other orders, damage, loss. By shares and a seed, so that a run
//! can be had again. Pure.

use std::collections::HashMap;
use std::str::FromStr;

/// A part of all events, from none to all.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share(f64);

/// How often each thing happens.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shares {
    /// Sent a second time, at once or a few events later.
    pub duplicate: Share,
    /// Held back behind a later event, one of the same connection if that comes soon.
    pub reorder: Share,
    /// One bit of the body flipped after it was signed.
    pub corrupt: Share,
    /// Never sent.
    pub drop: Share,
}

/// One sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which event, counted from 0.
    pub index: usize,
    /// Whether it was sent before.
    pub repeat: bool,
    /// Which bit to flip, counted modulo the body's.
    pub corrupt: Option<u64>,
}

/// What is to be done, in order, and how much of it is mischief.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The sendings.
    pub steps: Vec<Step>,
    /// The events that are not sent, ascending.
    pub dropped: Vec<usize>,
    /// How many were held back.
    pub reordered: usize,
}

/// How far a repeat or a held-back event may move.
const FAR: usize = 5;
/// How far to look for another event of the same connection.
const SOON: usize = 100;

impl Shares {
    /// Whether anything may happen at all.
    pub fn any(&self) -> bool {
        [self.duplicate, self.reorder, self.corrupt, self.drop].iter().any(|share| share.0 > 0.0)
    }

    /// A plan for events whose connections are `lanes`.
    pub fn plan(&self, lanes: &[u64], random: &mut fastrand::Rng) -> Plan {
        // The same draws for every event, whatever the shares: another share changes only what it is about.
        let draws: Vec<[f64; 7]> = lanes.iter().map(|_| std::array::from_fn(|_| random.f64())).collect();
        let bits: Vec<[u64; 2]> = lanes.iter().map(|_| [random.u64(..), random.u64(..)]).collect();
        let sent: Vec<usize> = (0..lanes.len()).filter(|index| !self.drop.takes(draws[*index][0])).collect();
        let held: Vec<bool> = sent.iter().map(|index| self.reorder.takes(draws[*index][1])).collect();
        let mut plan = Plan {
            dropped: (0..lanes.len()).filter(|index| self.drop.takes(draws[*index][0])).collect(),
            ..Plan::default()
        };
        // Each sending with the event it goes behind, and 0 where that is itself.
        let mut slots: Vec<(usize, u8, Step)> = Vec::with_capacity(sent.len());
        let followers = followers(&sent, &held, lanes);
        for (at, index) in sent.iter().copied().enumerate() {
            let draw = &draws[index];
            let behind = if held[at] { followers[at].or_else(|| later(&held, at, draw[2])) } else { None };
            plan.reordered += usize::from(behind.is_some());
            let place = behind.unwrap_or(at);
            let bit = |chance: f64, bit: u64| self.corrupt.takes(chance).then_some(bit);
            let step = Step { index, repeat: false, corrupt: bit(draw[3], bits[index][0]) };
            slots.push((place, u8::from(behind.is_some()), step));
            if self.duplicate.takes(draw[4]) {
                let far = (draw[5] * (FAR + 1) as f64) as usize;
                let place = (place + far).min(sent.len() - 1);
                let step = Step { index, repeat: true, corrupt: bit(draw[6], bits[index][1]) };
                slots.push((place, 2, step));
            }
        }
        // Stable: what goes behind the same event stays in order.
        slots.sort_by_key(|(place, kind, _)| (*place, *kind));
        plan.steps = slots.into_iter().map(|(_, _, step)| step).collect();
        plan
    }
}

impl Share {
    /// Whether it takes what drew this number from 0 up to, but not, 1.
    fn takes(self, draw: f64) -> bool {
        draw < self.0
    }
}

/// For each event that is sent, the next of its connection that stays where it is, if it comes soon.
fn followers(sent: &[usize], held: &[bool], lanes: &[u64]) -> Vec<Option<usize>> {
    let mut next: HashMap<u64, usize> = HashMap::new();
    let mut found = vec![None; sent.len()];
    for (at, index) in sent.iter().enumerate().rev() {
        let lane = lanes[*index];
        found[at] = next.get(&lane).copied().filter(|next| next - at <= SOON);
        if !held[at] {
            next.insert(lane, at);
        }
    }
    found
}

/// One of the next events that stay where they are.
fn later(held: &[bool], at: usize, draw: f64) -> Option<usize> {
    let staying: Vec<usize> = (at + 1..held.len()).filter(|later| !held[*later]).take(FAR).collect();
    staying.get((draw * staying.len() as f64) as usize).copied()
}

/// Flips the bit `which`, counted modulo those of `body`; false for a body without any.
pub fn corrupt(body: &mut [u8], which: u64) -> bool {
    let bits = body.len() as u64 * 8;
    if bits == 0 {
        return false;
    }
    let bit = which % bits;
    body[(bit / 8) as usize] ^= 1 << (bit % 8);
    true
}

impl FromStr for Share {
    type Err = String;

    /// Reads `0.1` or `10%`.
    ///
    /// # Errors
    /// A sentence that says what is accepted.
    fn from_str(text: &str) -> Result<Self, String> {
        let (number, scale) = match text.strip_suffix('%') {
            Some(percent) => (percent, 100.0),
            None => (text, 1.0),
        };
        let share = number.parse::<f64>().ok().map(|number| number / scale);
        share
            .filter(|share| (0.0..=1.0).contains(share))
            .map(Share)
            .ok_or_else(|| "expected a share such as 0.1 or 10%".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(text: &str) -> Share {
        text.parse().unwrap()
    }

    fn plan(shares: Shares, lanes: &[u64], seed: u64) -> Plan {
        shares.plan(lanes, &mut fastrand::Rng::with_seed(seed))
    }

    fn order(plan: &Plan) -> Vec<usize> {
        plan.steps.iter().map(|step| step.index).collect()
    }

    /// As many as the share says, give or take what chance does with 10,000.
    #[track_caller]
    fn about(count: usize, wanted: usize) {
        assert!(count.abs_diff(wanted) < 150, "{count} instead of about {wanted}");
    }

    #[test]
    fn without_shares_each_is_sent_once_in_order() {
        let plan = plan(Shares::default(), &[1, 1, 2], 5);
        let step = |index| Step { index, repeat: false, corrupt: None };
        assert_eq!(plan, Plan { steps: vec![step(0), step(1), step(2)], dropped: Vec::new(), reordered: 0 });
        assert!(!Shares::default().any());
    }

    #[test]
    fn shares_are_kept_and_seeds_repeat() {
        let lanes: Vec<u64> = (0..10_000).map(|index| index % 50).collect();
        let shares = Shares {
            duplicate: share("10%"),
            reorder: share("0.05"),
            corrupt: share("0.2"),
            drop: share("3%"),
        };
        let first = plan(shares, &lanes, 42);
        assert_eq!(first, plan(shares, &lanes, 42));
        assert_ne!(first, plan(shares, &lanes, 43));
        about(first.dropped.len(), 300);
        about(first.reordered, 485);
        about(first.steps.iter().filter(|step| step.repeat).count(), 970);
        about(first.steps.iter().filter(|step| step.corrupt.is_some()).count(), 2134);
        let mut once: Vec<usize> =
            first.steps.iter().filter(|step| !step.repeat).map(|step| step.index).collect();
        once.extend(&first.dropped);
        once.sort_unstable();
        assert_eq!(once, (0..10_000).collect::<Vec<_>>(), "each is sent or dropped, once");
        // A repeat never overtakes what it repeats.
        let mut seen = std::collections::HashSet::new();
        assert!(first.steps.iter().all(|step| seen.insert((step.index, step.repeat))
            && (!step.repeat || seen.contains(&(step.index, false)))));
        // Another share leaves the rest as it was.
        let without = Shares { corrupt: share("0"), ..shares };
        assert_eq!(order(&plan(without, &lanes, 42)), order(&first));
    }

    /// What is held back comes after a later event of its own connection: the order that an app may rely on breaks.
    #[test]
    fn reordering_breaks_the_order_within_a_connection() {
        let lanes: Vec<u64> = (0..1000).map(|index| index % 10).collect();
        let shares = Shares { reorder: share("0.1"), ..Shares::default() };
        let plan = plan(shares, &lanes, 1);
        assert!((60..140).contains(&plan.reordered), "{}", plan.reordered);
        let order = order(&plan);
        let mut broken = 0;
        for lane in 0..10 {
            let own: Vec<usize> = order.iter().copied().filter(|index| index % 10 == lane).collect();
            broken += own.windows(2).filter(|pair| pair[0] > pair[1]).count();
        }
        // The last of a connection has nothing to go behind; two held in a row count once.
        assert!(broken + 25 > plan.reordered, "{broken} of {}", plan.reordered);
    }

    #[test]
    fn all_is_possible_and_so_is_nothing() {
        let all = share("100%");
        let lanes = [1, 2, 3];
        let dropped = plan(Shares { drop: all, ..Shares::default() }, &lanes, 9);
        assert_eq!((dropped.steps.len(), dropped.dropped), (0, vec![0, 1, 2]));
        let twice = plan(Shares { duplicate: all, ..Shares::default() }, &lanes, 9);
        assert_eq!(twice.steps.len(), 6);
        // Everything held back is nothing held back.
        let held = plan(Shares { reorder: all, ..Shares::default() }, &lanes, 9);
        assert_eq!((order(&held), held.reordered), (vec![0, 1, 2], 0));
        assert_eq!(
            plan(Shares { duplicate: all, reorder: all, ..Shares::default() }, &[], 9),
            Plan::default()
        );
    }

    #[test]
    fn one_bit_is_flipped() {
        for which in [0, 7, 8, 23, 24, u64::MAX] {
            let mut body = *b"abc";
            assert!(corrupt(&mut body, which));
            let flipped: u32 = body.iter().zip(b"abc").map(|(a, b)| (a ^ b).count_ones()).sum();
            assert_eq!(flipped, 1, "{which}");
        }
        assert!(!corrupt(&mut [], 5));
    }

    #[test]
    fn shares_are_read() {
        for (text, value) in
            [("0", 0.0), ("1", 1.0), ("0.25", 0.25), ("10%", 0.1), ("100%", 1.0), (".5", 0.5)]
        {
            assert_eq!(text.parse(), Ok(Share(value)), "{text}");
        }
        for wrong in ["", "2", "-1", "101%", "%", "NaN", "ten"] {
            assert!(wrong.parse::<Share>().unwrap_err().contains("10%"), "{wrong}");
        }
    }
}
