//! Reads ten megabytes of indicator cells: whole lists, lists with a slip in every indicator, and prose.

use budget_grammar::{
    codes::Codes,
    indicator::{Indicators, parse},
};
use divan::{Bencher, black_box, counter::BytesCount};

fn main() {
    divan::main();
}

const SIZE: usize = 10 << 20;

const WHOLE: &str = "1、1-产出指标；11-数量指标；基层干部培训场次；实施周期指标值：≥12场；年度指标值：≥12场。\
    2、1-产出指标；13-时效指标；培训完成时间；实施周期指标值:当年度12月31日前完成；年度指标值:当年度12月31日前完成。\
    3、2-效益指标；22-社会效益；提高基层办事能力，方便群众办事；实施周期指标值：办事能力得到提高，群众少跑路。；年度指标值：办事能力得到提高，群众少跑路。\
    4、3-满意度指标；31-服务对象满意度；参训学员满意度；实施周期指标值:≥95%；年度指标值:≥95%。";

const DAMAGED: &str = "1、1-产出指标11-数量指标；基层干部培训场次；实施周期指标值：≥12场；年度指标值：≥12场。\
    1-产出指标；13-时效指标；培训完成时间；实施周期指标：当年度12月31日前完成；年度指标值:当年度12月31日前完成\
    3、2-效益指标；22社会效益；提高基层办事能力，方便群众办事；实施周期指标值：办事能力得到提高，群众少跑路。；办事能力得到提高，群众少跑路。\
    4、满意度指标；31-服务对象满意度；参训学员满意度，实施周期指标值:≥95%；年度指标值≥95%。";

const PROSE: &str = "通过组织基层干部培训、走访和座谈，进一步提高基层办事能力。培训分3-4期举办，每期2-3天，由区有关部门共同承办；\
    各街道按计划选派学员，确保按时、保质、保量完成全年任务，经费严格按预算执行。";

fn read_all(bencher: Bencher, cell: &str) {
    let cells = SIZE / cell.len();
    bencher
        .counter(BytesCount::new(cells * cell.len()))
        .bench(|| -> Vec<Indicators> { (0..cells).map(|_| parse(black_box(cell), Codes::standard())).collect() });
}

#[divan::bench]
fn whole(bencher: Bencher) {
    read_all(bencher, WHOLE);
}

#[divan::bench]
fn damaged(bencher: Bencher) {
    read_all(bencher, DAMAGED);
}

#[divan::bench]
fn prose(bencher: Bencher) {
    read_all(bencher, PROSE);
}

/// One cell of one megabyte: what does not end must not cost more by the byte.
#[divan::bench]
fn prose_in_one_cell(bencher: Bencher) {
    let cell = PROSE.repeat((1 << 20) / PROSE.len());
    read_all(bencher, &cell);
}
