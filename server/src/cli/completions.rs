//! `budget-lsp completions`.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap_complete::Shell;

use super::arguments::command;
use crate::{finding::Language, rules::CATALOGUE};

/// The script that completes commands, options and the ids of rules in a shell, with descriptions in that language
/// where the shell shows any.
pub(super) fn script(shell: Shell, language: Language) -> Vec<u8> {
    // In bash and zsh, which complete such values. Only here: the program itself answers an id that it does not know
    // with the nearest one.
    let rules = CATALOGUE.iter().map(|rule| PossibleValue::new(rule.id).help(rule.title()));
    let mut command = command(language).mut_subcommand("explain", |explain| {
        explain.mut_arg("rule", |rule| rule.value_parser(PossibleValuesParser::new(rules)))
    });
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "budget-lsp", &mut script);
    script
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn every_shell_completes_every_command_and_option() {
        for (shell, language) in
            Shell::value_variants().iter().flat_map(|shell| [(*shell, Language::Chinese), (*shell, Language::English)])
        {
            let script = String::from_utf8(script(shell, language)).unwrap();
            let mut command = command(language);
            command.build();
            for command in std::iter::once(&command).chain(command.get_subcommands()) {
                assert!(script.contains(command.get_name()), "{shell}: {}\n{script}", command.get_name());
                for long in command.get_arguments().filter_map(clap::Arg::get_long) {
                    let option = if shell == Shell::Fish { format!("-l {long}") } else { format!("--{long}") };
                    assert!(script.contains(&option), "{shell}: {option}\n{script}");
                }
            }
        }
    }

    #[test]
    fn the_chinese_script_describes_nothing_in_english() {
        let script = String::from_utf8(script(Shell::Zsh, Language::Chinese)).unwrap();
        let mut english = command(Language::English);
        english.build();
        for command in english.get_subcommands() {
            let values = command.get_arguments().flat_map(clap::Arg::get_possible_values);
            let helps = command.get_arguments().filter_map(|argument| Some(argument.get_help()?.to_string()));
            let helps = helps.chain(values.filter_map(|value| Some(value.get_help()?.to_string())));
            for help in helps.chain([command.get_about().unwrap().to_string()]) {
                assert!(!script.contains(&help), "{help}\n{script}");
            }
        }
    }

    #[test]
    fn values_are_completed_where_there_are_few() {
        for shell in [Shell::Bash, Shell::Zsh] {
            let script = String::from_utf8(script(shell, Language::Chinese)).unwrap();
            for value in ["always", "zh", "powershell"].into_iter().chain(CATALOGUE.iter().map(|rule| rule.id)) {
                assert!(script.contains(value), "{shell}: {value}\n{script}");
            }
        }
    }
}
