//! The names that a Rust file uses outside its tests, each from its crate on:
//! `raccord::environment::Mocks`, `std::io::stdout`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use syn::visit::{self, Visit};
use syn::{Attribute, ItemMod, Macro, Path, UseTree};

use crate::tree::{self, File};

/// A path inside the tokens of a macro, which have no tree.
static PATH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[A-Za-z_]\w*(?:\s*::\s*[A-Za-z_]\w*)+").unwrap());

/// The crates of the workspace: where their sources lie, and their names.
const CRATES: &[(&str, &str)] = &[
    ("certs/src", "raccord_certs"),
    ("mocks/kernel/src", "raccord_kernel"),
    ("mocks/src", "raccord_mocks"),
    ("src", "raccord"),
];

/// A source file, and the names that it uses.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) file: File,
    pub(crate) names: BTreeSet<String>,
}

/// All sources that are not tests, read once.
pub(crate) fn sources() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
        let sources = tree::files(".rs").into_iter().filter(|file| !file.is_test());
        sources
            .filter_map(|file| {
                let names = names(&file.text, &module(&file.path)?);
                Some(Source { file, names })
            })
            .collect()
    });
    &SOURCES
}

/// The names that a text uses, as the module of that path.
pub(crate) fn names(text: &str, module: &[String]) -> BTreeSet<String> {
    let tree = syn::parse_file(text).unwrap();
    let mut uses =
        Uses { module: module.to_vec(), aliases: BTreeMap::new(), found: BTreeSet::new() };
    uses.visit_file(&tree);
    let mut paths = Paths(uses);
    paths.visit_file(&tree);
    paths.0.found.into_iter().map(|name| name.join("::")).collect()
}

/// The path of a file's module, from its crate on; none where no crate has it.
fn module(path: &str) -> Option<Vec<String>> {
    let (folder, name) =
        CRATES.iter().find(|(folder, _)| path.starts_with(&format!("{folder}/")))?;
    let below = path.strip_prefix(folder)?.strip_suffix(".rs")?;
    let parts = below.split('/').filter(|part| !matches!(*part, "" | "mod" | "lib" | "main"));
    Some([*name].into_iter().chain(parts).map(str::to_owned).collect())
}

/// Whether something is there for tests only.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let list = attribute.meta.require_list();
        attribute.path().is_ident("cfg") && list.is_ok_and(|list| list.tokens.to_string() == "test")
    })
}

/// First pass: what `use` brings in, and under which names.
struct Uses {
    module: Vec<String>,
    aliases: BTreeMap<String, Vec<String>>,
    found: BTreeSet<Vec<String>>,
}

impl Uses {
    /// A path from its crate on, as far as this file tells.
    fn whole(&self, segments: &[String]) -> Vec<String> {
        let Some((first, rest)) = segments.split_first() else { return Vec::new() };
        let mut whole = match first.as_str() {
            "crate" => self.module[..1].to_vec(),
            "self" => self.module.clone(),
            "super" => {
                let supers = segments.iter().take_while(|segment| *segment == "super").count();
                let up = self.module.len().saturating_sub(supers).max(1);
                let rest = segments[supers..].iter().cloned();
                return self.module[..up].iter().cloned().chain(rest).collect();
            }
            other => match self.aliases.get(other) {
                Some(path) => path.clone(),
                None => vec![other.to_owned()],
            },
        };
        whole.extend_from_slice(rest);
        whole
    }

    fn flatten(&mut self, tree: &UseTree, before: &[String]) {
        let with = |ident: &syn::Ident| [before, &[ident.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.flatten(&path.tree, &with(&path.ident)),
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.flatten(tree, before));
            }
            UseTree::Name(name) if name.ident == "self" => self.bring(before.to_vec(), None),
            UseTree::Name(name) => self.bring(with(&name.ident), None),
            UseTree::Rename(rename) => {
                self.bring(with(&rename.ident), Some(rename.rename.to_string()));
            }
            UseTree::Glob(_) => self.bring(before.to_vec(), None),
        }
    }

    fn bring(&mut self, segments: Vec<String>, name: Option<String>) {
        let whole = self.whole(&segments);
        let name = name.unwrap_or_else(|| whole.last().unwrap().clone());
        // `use self::x` or `use x` of a child says nothing that is not said already.
        if whole != [name.clone()] {
            self.aliases.insert(name, whole.clone());
        }
        self.found.insert(whole);
    }
}

impl<'ast> Visit<'ast> for Uses {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.flatten(&item.tree, &[]);
    }
}

/// Second pass: every path, the names brought in spelled out.
struct Paths(Uses);

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        let segments: Vec<_> = path.segments.iter().map(|it| it.ident.to_string()).collect();
        let whole = self.0.whole(&segments);
        self.0.found.insert(whole);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        for found in PATH.find_iter(&called.tokens.to_string()) {
            let segments: Vec<_> =
                found.as_str().split("::").map(|it| it.trim().to_owned()).collect();
            let whole = self.0.whole(&segments);
            self.0.found.insert(whole);
        }
        visit::visit_macro(self, called);
    }
}

#[test]
fn names_are_seen_in_uses_paths_and_macros_and_not_in_tests() {
    let text = "
        use crate::environment::{self, mocks as there};
        use std::io;
        fn f() -> environment::Mocks { there::open(); io::stdout(); super::up(); format!(\"{}\", io::stderr()) }
        #[cfg(test)] mod tests { use std::fs; }
    ";
    let found = names(text, &["raccord", "cli", "run"].map(str::to_owned));
    for name in [
        "raccord::environment",
        "raccord::environment::Mocks",
        "raccord::environment::mocks::open",
        "std::io::stdout",
        "std::io::stderr",
        "raccord::cli::up",
    ] {
        assert!(found.contains(name), "{name} is not in {found:?}");
    }
    assert!(!found.contains("std::fs"));
}
