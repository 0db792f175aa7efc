//! Which money a line of the prose is spent from: the same line stands in the list of what is appropriated, which the
//! statements repeat, and in lists of what was carried over, bought or added.

use budget_grammar::{
    line::Kind,
    name::fold,
    prose::{Above, Figure, Mention, Names, Passage, Subject, Topic},
};

use super::desk::Desk;

/// How far from a paragraph its headings and the other lines of its list are looked for, in lines.
pub(crate) const LIST_REACH: usize = 40;

impl Desk<'_, '_> {
    /// Whether a figure of a line may be of other money than the statement's: what is said around it speaks of some, or
    /// says nothing and most of the lines listed with it are not as the statements have them. Cost: the paragraphs near
    /// it.
    pub(super) fn is_of_other_money(&self, mention: &Mention, figure: &Figure) -> bool {
        let Subject::Line(names) = &mention.subject else { return false };
        match self.topic(names, figure) {
            Some(Topic::Appropriated) => false,
            Some(Topic::Other) => true,
            Some(Topic::Unsure) | None => !self.is_said_again(mention) && !self.is_borne_out(),
        }
    }

    /// What is said of the money of a line: in its sentence, or above it.
    fn topic(&self, names: &Names, figure: &Figure) -> Option<Topic> {
        let document = self.scope.document;
        let name = names.item.as_ref().or(names.group.as_ref()).unwrap_or(&names.class);
        let first = if names.class.is_empty() { name } else { &names.class };
        document.topic_beside(self.scope.line, figure, first).or_else(|| {
            let mut rank = u8::MAX;
            let above = self.near(self.scope.line.saturating_sub(LIST_REACH)..self.scope.line);
            // A text that nothing stands above speaks of what its department spends.
            if above.is_empty() {
                return Some(Topic::Appropriated);
            }
            above.into_iter().rev().find_map(|(_, above)| {
                let is_outer = above.rank.is_none_or(|own| own < rank);
                rank = above.rank.map_or(rank, |own| own.min(rank));
                let is_of_others = above.is_final && !self.is_of_final_accounts()
                    || above.holder.as_deref().is_some_and(|holder| !self.department.is_titled(holder));
                if is_of_others && is_outer { Some(Topic::Other) } else { above.topic.filter(|_| is_outer) }
            })
        })
    }

    /// Whether the paragraph says of the same line what the statements have.
    fn is_said_again(&self, mention: &Mention) -> bool {
        let mentions = &self.scope.passage.mentions;
        mentions
            .iter()
            .filter(|other| other.subject == mention.subject)
            .any(|other| self.is_as_stated(self.scope.passage, other) == Some(true))
    }

    /// Whether a figure is the one that the statements have; `None` where they have none.
    fn is_as_stated(&self, passage: &Passage, mention: &Mention) -> Option<bool> {
        let expected = self.department.expected(passage, mention, self.fund())?;
        Some(self.against(passage.figures.get(mention.figure)?, expected).is_none())
    }

    /// Whether more of the lines that are listed here are as the statements have them than are not.
    fn is_borne_out(&self) -> bool {
        let own = self.scope.line;
        // A heading parts one list from the next.
        let first = self
            .near(own.saturating_sub(LIST_REACH)..own)
            .last()
            .map_or(own.saturating_sub(LIST_REACH), |(line, _)| *line);
        let last = self.near(own + 1..own + LIST_REACH).first().map_or(own + LIST_REACH, |(line, _)| *line);
        let passages = &self.department.passages;
        let listed = passages.iter().skip(passages.partition_point(|other| other.line < first));
        let listed = listed.take_while(|other| other.line < last).filter(|other| speaks_of_lines(other.passage));
        let (mut agreeing, mut others) = (0_usize, 0_usize);
        for scope in listed {
            for mention in scope.passage.mentions.iter().filter(|mention| matches!(mention.subject, Subject::Line(_))) {
                match self.is_as_stated(scope.passage, mention) {
                    Some(true) => agreeing += 1,
                    Some(false) => others += 1,
                    None => {}
                }
            }
        }
        agreeing > others
    }

    /// What the paragraphs that begin in some lines say of those below them, but for the lines of lists.
    fn near(&self, lines: std::ops::Range<usize>) -> Vec<(usize, Above)> {
        let document = self.scope.document;
        let passages = &self.department.passages;
        let is_listed = |line: &usize| {
            let at = passages.partition_point(|other| other.line < *line);
            passages.get(at).is_some_and(|other| other.line == *line && speaks_of_lines(other.passage))
        };
        let is_cover = |line: &usize| document.lines().get(*line).is_some_and(|line| line.cover.is_some());
        // 单位名称：…站
        let unit = |line: usize| {
            let of = document.lines().get(line).filter(|line| line.kind == Kind::Metadata)?;
            let holder = fold(of.after.metadata.as_deref()?.department.as_deref()?).into_owned();
            let is_own = self.department.is_titled(&holder);
            (!is_own).then(|| Above { rank: None, topic: None, is_final: false, holder: Some(holder.into()) })
        };
        let of = |line: usize| {
            let is_text = document.begins_passage(line) && !is_cover(&line) && !is_listed(&line);
            if is_text { document.says_of_below(line) } else { unit(line) }
        };
        lines.filter_map(|line| Some((line, of(line)?))).collect()
    }

    /// Whether the statements are those of final accounts.
    fn is_of_final_accounts(&self) -> bool {
        let mut titles = self.department.statements.iter().filter_map(|scope| scope.account.statement.title.as_ref());
        titles.any(|title| title.text.contains("决算"))
    }
}

/// Whether a paragraph says what is spent on a line.
pub(crate) fn speaks_of_lines(passage: &Passage) -> bool {
    passage.mentions.iter().any(|mention| matches!(mention.subject, Subject::Line(_)))
}
