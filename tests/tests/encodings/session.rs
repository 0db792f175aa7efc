//! A client with one draft open, which counts in one encoding, and the draft with the places in it that are asked
//! about.

use std::{collections::BTreeMap, ops::Range};

use budget_tests::{
    client::Client,
    folder::Folder,
    positions::{position_at, range_at},
};
use serde_json::{Value, json};

/// The version of the draft when it is asked about.
const VERSION: i32 = 20;

/// What stands beside the draft: a project of the same name, and a finding.
const NEIGHBOUR: &str = "# 😀邻村\r\n\r\n部门名称：青禾区𠮷村镇😀教育局\r\n\r\n单位：万元\r\n\r\n\
    | 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |\r\n|---|---|---|---|---|\r\n\
    | 青禾区𠮷村镇教育局 | 3.00 | 3.00 | | |\r\n\
    | 😀走访𠮷 | 1.00 | 1.00 | 目标 | |\r\n\
    | 培训😀𠮷 | 3.00 | 3.00 | 目标 | |\r\n";

/// What was meant, and what stands there at first in a draft that is mended: across line ends, inside of what is two
/// units of UTF-16, and where a slip makes another document of it.
const SLIPS: &[(&str, &str)] = &[
    ("\r\n\r\n单位：万元", "😀\n单位：元"),
    ("绩效指标 |\r\n|---|---:|---:|---:|---|---|\r\n| 合计", "𠮷指标 |\r\n|---|\r\n合计"),
    ("𠮷 | 8.00 | 8.00", "😀 | 8.0O | 8.00"),
    ("😀全员轮训𠮷村镇教师。", "😀𠮷员"),
    ("😀培训𠮷人次", "𠮷培训😀"),
    ("<!-- 第 2 页😀 -->", "页😀\r\n\r\n𠮷第二行\r\n"),
    ("；建成投用", "😀😀"),
    ("≥12间", "≥𠮷1😀2间"),
    ("| 😀青禾区𠮷村镇文化馆", "𠮷馆"),
];

/// A folder with the draft, and beside it one that is not opened, with a project of the same name.
pub struct Drafts {
    folder: Folder,
    draft: String,
    /// The places in the draft by their names, in bytes.
    places: BTreeMap<&'static str, usize>,
}

impl Drafts {
    pub fn new() -> Self {
        let (mut draft, mut places) = (String::new(), BTreeMap::new());
        for (index, piece) in include_str!("draft.txt").split(['«', '»']).enumerate() {
            match index % 2 == 0 {
                true => draft += &piece.replace('\n', "\r\n"),
                false => assert_eq!(places.insert(piece, draft.len()), None, "{piece}"),
            }
        }
        let folder = Folder::with("draft.md", &draft);
        folder.write("neighbour.md", NEIGHBOUR);
        Self { folder, draft, places }
    }
}

pub struct Session<'a> {
    pub encoding: &'static str,
    pub client: Client,
    /// The types of semantic tokens.
    pub legend: Vec<String>,
    /// The last semantic tokens that were asked for in full, as the numbers that they are sent as.
    pub tokens: Vec<Value>,
    /// The draft's.
    pub uri: String,
    /// All texts by their URIs, as they are at the moment.
    pub texts: BTreeMap<String, String>,
    drafts: &'a Drafts,
}

impl<'a> Session<'a> {
    /// With the draft as it was meant.
    pub fn opened(drafts: &'a Drafts, encoding: &'static str) -> Self {
        let mut session = Self::started(drafts, encoding, able(encoding));
        let text = session.text().to_owned();
        session.client.open(&session.uri, VERSION, &text);
        session.settled()
    }

    /// The same for a client that asks for no findings, and so is sent them.
    pub fn sent_findings(drafts: &'a Drafts, encoding: &'static str) -> Self {
        let mut capabilities = able(encoding);
        capabilities["textDocument"].as_object_mut().unwrap().remove("diagnostic").unwrap();
        let mut session = Self::started(drafts, encoding, capabilities);
        let text = session.text().to_owned();
        session.client.open(&session.uri, VERSION, &text);
        session
    }

    /// With the draft as it becomes of one full of slips: some are mended in one message together, the others each in
    /// its own.
    pub fn mended(drafts: &'a Drafts, encoding: &'static str) -> Self {
        let mut session = Self::started(drafts, encoding, able(encoding));
        let slipped =
            SLIPS.iter().fold(session.text().to_owned(), |text, (meant, slip)| replaced(&text, meant, slip).1);
        let (together, alone) = SLIPS.split_at(SLIPS.len() / 2);
        let messages: Vec<_> = [together].into_iter().chain(alone.chunks(1)).collect();
        let mut version = VERSION - i32::try_from(messages.len()).unwrap();
        session.client.open(&session.uri, version, &slipped);
        session.texts.insert(session.uri.clone(), slipped);
        for slips in messages {
            let changes: Vec<Value> = slips.iter().map(|slip| session.mend(slip)).collect();
            version += 1;
            session.client.change(&session.uri, version, json!(changes));
        }
        assert_eq!(session.text(), drafts.draft);
        session.settled()
    }

    /// Once the document beside the draft is known: the findings of the workspace are answered when all is looked at.
    fn settled(mut self) -> Self {
        self.client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
        self
    }

    fn started(drafts: &'a Drafts, encoding: &'static str, capabilities: Value) -> Self {
        let mut client = Client::start();
        let folder = drafts.folder.uri("");
        let result = client.request(
            "initialize",
            json!({
                "processId": null, "rootUri": folder, "workspaceFolders": [{ "uri": folder, "name": "drafts" }],
                "capabilities": capabilities,
                "initializationOptions": { "hints": { "total": true, "share": true } },
            }),
        );
        assert_eq!(result["capabilities"]["positionEncoding"], encoding);
        client.notify("initialized", json!({}));
        let types = &result["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"];
        let legend = types.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect();
        let [draft, neighbour] = ["draft.md", "neighbour.md"].map(|name| drafts.folder.uri(name));
        let texts = BTreeMap::from([(draft.clone(), drafts.draft.clone()), (neighbour, NEIGHBOUR.to_owned())]);
        Self { encoding, client, legend, tokens: Vec::new(), uri: draft, texts, drafts }
    }

    fn mend(&mut self, (meant, slip): &(&str, &str)) -> Value {
        let (bytes, mended) = replaced(self.text(), slip, meant);
        let change = json!({ "range": range_at(self.text(), bytes, self.encoding), "text": meant });
        self.texts.insert(self.uri.clone(), mended);
        change
    }

    /// Types a text at a place of the draft, after which nothing else can be asked about places behind it.
    pub fn type_in(&mut self, place: &str, typed: &str) {
        let change = json!({ "range": self.range(place, place), "text": typed });
        self.client.change(&self.uri, VERSION + 1, json!([change]));
        let start = self.drafts.places[place];
        self.texts.get_mut(&self.uri).unwrap().insert_str(start, typed);
    }

    /// The draft as it is at the moment.
    pub fn text(&self) -> &str {
        &self.texts[&self.uri]
    }

    /// What most requests are about.
    pub fn document(&self) -> Value {
        json!({ "textDocument": { "uri": self.uri } })
    }

    /// The same, with more.
    pub fn with(&self, more: Value) -> Value {
        let mut params = self.document();
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        params
    }

    /// A place in the draft.
    pub fn at(&self, place: &str) -> Value {
        self.with(json!({ "position": self.position(place) }))
    }

    pub fn position(&self, place: &str) -> Value {
        position_at(self.text(), self.drafts.places[place], self.encoding)
    }

    /// From one place in the draft to another.
    pub fn range(&self, start: &str, end: &str) -> Value {
        json!({ "start": self.position(start), "end": self.position(end) })
    }
}

/// A text in which a piece that stands there once is another, and where it stood.
fn replaced(text: &str, old: &str, new: &str) -> (Range<usize>, String) {
    assert_eq!(text.matches(old).count(), 1, "“{old}” in {text}");
    let start = text.find(old).unwrap();
    (start..start + old.len(), text.replacen(old, new, 1))
}

/// A client that can do everything.
fn able(encoding: &str) -> Value {
    let completion = json!({
        "insertReplaceSupport": true, "snippetSupport": true, "resolveSupport": { "properties": ["documentation"] },
    });
    let action = json!({
        "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "refactor", "source"] } },
        "isPreferredSupport": true, "disabledSupport": true, "dataSupport": true,
        "resolveSupport": { "properties": ["edit"] },
    });
    json!({
        "general": { "positionEncodings": [encoding] },
        "workspace": { "workspaceEdit": { "documentChanges": true }, "workspaceFolders": true },
        "textDocument": {
            "publishDiagnostics": { "relatedInformation": true, "versionSupport": true },
            "completion": { "completionItem": completion },
            "codeAction": action,
            "definition": { "linkSupport": true },
            "rename": { "prepareSupport": true },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "semanticTokens": {
                "requests": { "full": { "delta": true } }, "tokenTypes": [], "tokenModifiers": [],
                "formats": ["relative"],
            },
            "callHierarchy": {}, "codeLens": {}, "diagnostic": {}, "inlayHint": {}, "linkedEditingRange": {},
        },
    })
}
