//! Whole fictional documents of departments whose figures agree everywhere, and such with one slip in them.
//!
//! A [`Department`] is what is spent, exact to the 元, a [`Layout`] how it is written down; [`write()`] makes text of
//! both and says where its figures are. [`faulty`] changes one line. The tables are named `T1` to `T9`: 收支总表, 收入总表,
//! 支出总表, 财政拨款收支总表, 一般公共预算支出, 基本支出 by economic classes, 三公, 政府性基金, 国有资本经营.

mod account;
mod account_prose;
mod budget;
mod codes;
mod fault;
mod identities;
mod layout;
mod model;
mod prose;
mod tables;
mod words;
mod writer;

pub use budget::fund_name;
pub use fault::{FAULTS, Fault, Faulty, faulty};
pub use identities::{Identity, identities};
pub use layout::{Layout, Zero};
pub use model::{Department, Expense, FUNDS, Fund, Item, Kind, Public, Spent};
pub use writer::{Document, Figure, Unit};

use crate::generator::Dice;
use writer::Writer;

/// The document of a department. Time is proportional to its length.
pub fn write(department: &Department, layout: &Layout) -> Document {
    let mut writer = Writer::new(layout);
    match department.kind {
        Kind::Budget => {
            prose::front(&mut writer, department);
            prose::explanation(&mut writer, department);
            budget::tables(&mut writer, department);
            prose::back(&mut writer, department);
        }
        Kind::FinalAccount => {
            account_prose::front(&mut writer, department);
            account::tables(&mut writer, department);
            account_prose::explanation(&mut writer, department);
        }
    }
    writer.finish()
}

/// A department, how it is laid out and its document, all by the seed.
pub fn any(seed: u64, kind: Kind) -> (Department, Layout, Document) {
    let mut dice = Dice::new(seed);
    let department = Department::any(&mut dice, kind);
    let layout = Layout::any(&mut dice, &department);
    let document = write(&department, &layout);
    (department, layout, document)
}

/// Documents of departments with different names one behind the other, at least `size` bytes of them.
pub fn many(size: usize, seed: u64) -> String {
    let mut text = String::with_capacity(size + (64 << 10));
    for number in 0.. {
        let mut dice = Dice::new(seed.wrapping_mul(1_000_003).wrapping_add(number));
        let kind = if dice.percent(80) { Kind::Budget } else { Kind::FinalAccount };
        let mut department = Department::any(&mut dice, kind);
        department.name = format!("{}第{}分局", department.name, number + 1);
        let layout = Layout::any(&mut dice, &department);
        text += &write(&department, &layout).text;
        text.push('\n');
        if text.len() >= size {
            break;
        }
    }
    text
}
