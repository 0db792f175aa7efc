//! Which cell is at which place: forming a table, as the HTML standard says.

use std::{collections::VecDeque, ops::Range};

use super::{GridCell, MOST_COLUMNS, MOST_PLACES, MOST_ROWS, WrittenCell};

/// Rows that belong together, of `<thead>`, `<tbody>` or `<tfoot>`: no cell reaches out of them.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// Whether it is the foot, which stands below all others wherever it is written.
    pub(super) is_foot: bool,
    /// The numbers of the cells of each row. They follow each other, so a row is known by its first and the one behind
    /// its last.
    pub(super) rows: Vec<Range<usize>>,
}

/// The grid of these groups. What the cells have as `columns` and `rows` is what is written, `rows` 0 for all that
/// follow; they get their places here. `None` where the grid would be too large. Cost: the places of the grid.
pub(super) fn form(groups: &[Group], cells: &mut [WrittenCell]) -> Option<Vec<Vec<GridCell>>> {
    let mut grid = Grid::default();
    let (feet, others): (Vec<&Group>, Vec<&Group>) = groups.iter().partition(|group| group.is_foot);
    let count: usize = groups.iter().map(|group| group.rows.len()).sum();
    if count > MOST_ROWS {
        return None;
    }
    for group in others.into_iter().chain(feet) {
        let end = grid.rows.len() + group.rows.len();
        for numbers in &group.rows {
            grid.add_row(numbers.clone(), cells, end)?;
            if grid.width * count > MOST_PLACES {
                return None;
            }
        }
    }
    for row in &mut grid.rows {
        row.resize(grid.width, GridCell::default());
    }
    Some(grid.rows)
}

#[derive(Default)]
struct Grid {
    rows: Vec<Vec<GridCell>>,
    width: usize,
    /// For each column the cells that grow down into the rows to come, and the row behind the last one of each. Written
    /// first is first, and only who reaches further than those before it is kept, since no other would ever be seen: so
    /// what has ended is always in front.
    growing: Vec<VecDeque<(usize, usize)>>,
}

impl Grid {
    /// Adds a row with these cells, of a group that ends before row `end`.
    fn add_row(&mut self, numbers: Range<usize>, cells: &mut [WrittenCell], end: usize) -> Option<()> {
        let y = self.rows.len();
        let mut row: Vec<GridCell> = Vec::with_capacity(self.width);
        for growing in &mut self.growing {
            while growing.pop_front_if(|(_, end)| *end <= y).is_some() {}
            row.push(GridCell { of: growing.front().map(|(number, _)| *number), is_origin: false });
        }
        let mut x = 0;
        for number in numbers {
            let cell = cells.get_mut(number)?;
            while row.get(x).is_some_and(|place| place.of.is_some()) {
                x += 1;
            }
            let behind = x + cell.columns;
            if behind > MOST_COLUMNS {
                return None;
            }
            let left = end - y;
            cell.rows = if cell.rows == 0 { left } else { cell.rows.min(left) };
            (cell.row, cell.column) = (y, x);
            if row.len() < behind {
                row.resize(behind, GridCell::default());
                self.growing.resize_with(behind, VecDeque::new);
                self.width = behind;
            }
            let places = row.iter_mut().zip(&mut self.growing).enumerate().take(behind).skip(x);
            for (column, (place, growing)) in places {
                if place.of.is_none() {
                    *place = GridCell { of: Some(number), is_origin: column == x };
                }
                let last = y + cell.rows;
                if cell.rows > 1 && growing.back().is_none_or(|(_, end)| *end < last) {
                    growing.push_back((number, last));
                }
            }
            x = behind;
        }
        self.rows.push(row);
        Some(())
    }
}
