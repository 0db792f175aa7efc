/* eslint no-irregular-whitespace: ["error", { skipTemplates: true }] -- Ideographic spaces are drawn as they stand. */
/** Rows for every production of `grammar/budget.ebnf`, with what an editor colours in them drawn below. */
export const PRODUCTIONS: Readonly<Record<string, string>> = {
  indicators: `
      | 甲 |  | 1、1-产出指标；11-数量指标；数；实施周期指标值：1家；年度指标值：1家。2、2-效益指标；21-经济效益；数；实施周期指标值：2家；年度指标值：2家。 |
    ~           #..c.TTTTTTTT..cc.TTTTTTTT..  ..CCCCCCCCCCCCCC..vuu..YYYYYYYYYY..vuu..#..c.TTTTTTTT..cc.TTTTTTTT..  ..CCCCCCCCCCCCCC..vuu..YYYYYYYYYY..vuu..
    `,
  indicator: `
      | 甲 |  | 1、1-产出指标；11-数量指标；发放补贴企业数量；实施周期指标值：≥8000家次；年度指标值:≥8000家次。 |
    ~           #..c.TTTTTTTT..cc.TTTTTTTT..                ..CCCCCCCCCCCCCC..=vvvvuuuu..YYYYYYYYYY.=vvvvuuuu..
    `,
  number: `
      | 甲 |  | 1、1-产出指标；年度指标值：1家。 12 、1-产出指标；年度指标值：1家。 |
    ~           #..c.TTTTTTTT..YYYYYYYYYY..vuu.. ## ..c.TTTTTTTT..YYYYYYYYYY..vuu..
    `,
  level1: `
      | 甲 |  | 1、 2 - 效益指标 ；年度指标值：1家。 |
    ~           #.. c . TTTTTTTT ..YYYYYYYYYY..vuu..
    `,
  level2: `
      | 甲 |  | 1、2-效益指标； 24 - 可持续影响 ；年度指标值：1家。 |
    ~           #..c.TTTTTTTT.. cc . TTTTTTTTTT ..YYYYYYYYYY..vuu..
    `,
  code1: `
      | 甲 |  | 1、３-满意度指标；年度指标值：1家。 |
    ~           #..cc.TTTTTTTTTT..YYYYYYYYYY..vuu..
    `,
  code2: `
      | 甲 |  | 1、3-满意度指标；３１-服务对象满意度；年度指标值：1家。 |
    ~           #..c.TTTTTTTTTT..cccc.TTTTTTTTTTTTTT..YYYYYYYYYY..vuu..
    `,
  "class name": `
      | 甲 |  | 1、1-工程（一期）；11-经济、社会效益；年度指标值：1家。 |
    ~           #..c.TTTTTTTTTTTT..cc.TTTTTTTTTTTTTT..YYYYYYYYYY..vuu..
    `,
  name: `
      | 甲 |  | 1、1-产出指标；11-数量指标；“双减”，其中3-5岁。；并且达100%、12 场；年度指标值：1家。 |
    ~           #..c.TTTTTTTT..cc.TTTTTTTT..                                      ..YYYYYYYYYY..vuu..
    `,
  cycle: `
      | 甲 |  | 1、1-产出指标；11-数量指标；数；实施周期指标值 ： ；年度指标值：1家。 |
    ~           #..c.TTTTTTTT..cc.TTTTTTTT..  ..CCCCCCCCCCCCCC .. ..YYYYYYYYYY..vuu..
    `,
  year: `
      | 甲 |  | 1、1-产出指标；11-数量指标；数；实施周期指标值：1家；年度指标值: 。 |
    ~           #..c.TTTTTTTT..cc.TTTTTTTT..  ..CCCCCCCCCCCCCC..vuu..YYYYYYYYYY. ..
    `,
  "cycle value": `
      | 甲 |  | 1、1-产出指标；实施周期指标值：逐步提高。；年度指标值：1家。 |
    ~           #..c.TTTTTTTT..CCCCCCCCCCCCCC..          ..YYYYYYYYYY..vuu..
      | 甲 |  | 1、1-产出指标；实施周期指标值：≥ 1,200.50 万元；年度指标值：1家。 |
    ~           #..c.TTTTTTTT..CCCCCCCCCCCCCC..= vvvvvvvv uuuu..YYYYYYYYYY..vuu..
    `,
  "year value": `
      | 甲 |  | 1、1-产出指标；年度指标值：按年度指标值考核，达100%。 |
    ~           #..c.TTTTTTTT..YYYYYYYYYY..                        ..
      | 甲 |  | 1、1-产出指标；年度指标值：12月31日前。 |
    ~           #..c.TTTTTTTT..YYYYYYYYYY..dddddddddd..
    `,
  separator: `
      | 甲 |  | 1、1-产出指标;11-数量指标 ; 数 ；实施周期指标值:1家 ; 年度指标值:1家。 |
    ~           #..c.TTTTTTTT.cc.TTTTTTTT .    ..CCCCCCCCCCCCCC.vuu . YYYYYYYYYY.vuu..
    `,
  colon: `
      | 甲 |  | 1、1-产出指标；11-数量指标；数；实施周期指标值：1家；年度指标值:1家。 |
    ~           #..c.TTTTTTTT..cc.TTTTTTTT..  ..CCCCCCCCCCCCCC..vuu..YYYYYYYYYY.vuu..
    `,
  dash: `
      | 甲 |  | 1、1－产出指标；11－数量指标；数；年度指标值：1家。 |
    ~           #..c..TTTTTTTT..cc..TTTTTTTT..  ..YYYYYYYYYY..vuu..
    `,
  stop: `
      | 甲 |  | 1、1-产出指标；年度指标值：提升。。2、2-效益指标；年度指标值：降低。另有，提高。 |
    ~           #..c.TTTTTTTT..YYYYYYYYYY..    ....#..c.TTTTTTTT..YYYYYYYYYY..                ..
    `,
  break: `
      | 甲 |  | 1、1-产出指标；年度指标值：1家。<br>2、2-效益指标；年度指标值：2家。<BR /> |
    ~           #..c.TTTTTTTT..YYYYYYYYYY..vuu..bbbb#..c.TTTTTTTT..YYYYYYYYYY..vuu..bbbbbb
    `,
  amount: `
      | 甲 | 50,666.34 | 　67.00　 | 50.00 万元 | — |
    ~        nnnnnnnnn     nnnnn     nnnnn uuuu   z
    `,
  nil: `
      | 甲 | 1.00 | - | — | － | 0 |
    ~        nnnn   z   z   zz   n
    `,
  signed: `
      | 甲 | 3.20 | -3.20 | −3.20 | △3.20 | （3.20） | (3.20) | (3.20)万元 |
    ~        nnnn   mmmmm   mmmmm   mmmmm   mmmmmmmm   mmmmmm   mmmmmmuuuu
    `,
  unsigned: `
      | 甲 | 12 | 12.5 | 12.00 |
    ~        nn   nnnn   nnnnn
    `,
  integer: `
      | 甲 | 1234567 | 1,234,567 | 12,345 | 123,456 | 1.00 |
    ~        nnnnnnn   nnnnnnnnn   nnnnnn   nnnnnnn   nnnn
    `,
  group: `
      | 甲 | 1,234 | 12,34 | 1,2345 | 1234,567 |
    ~        nnnnn
    `,
  comma: `
      | 甲 | 1,234 | 1，234 |
    ~        nnnnn   nnnnnn
    `,
  point: `
      | 甲 | 1.00 | 1．00 | 1。00 |
    ~        nnnn   nnnnn
    `,
  unit: `
      | 甲 | 1元 | 1千元 | 1万元 | 1百万元 | 1亿元 | 1家 |
    ~        nuu   nuuuu   nuuuu   nuuuuuu   nuuuu
    `,
  digit: `
      | 甲 | 0123456789.00 | ０１２３４５６７８９．００ |
    ~        nnnnnnnnnnnnn   nnnnnnnnnnnnnnnnnnnnnnnnnn
    `,
  blank: `
      | 甲 |　1.00　|  1.00  | 1.00 |
    ~         nnnn     nnnn    nnnn
    `,
};
