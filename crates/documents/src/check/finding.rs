use std::fmt;

/// What a file was refused for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// There is nothing in it.
    Empty,
    /// It, or something in it, is beyond what is looked at.
    TooLarge,
    /// It unpacks to far more than it weighs.
    Bomb,
    /// It is of no kind that is accepted.
    UnknownKind,
    /// Its name says one kind and its bytes another.
    NameDiffers,
    /// It reads as two kinds of file.
    TwoKinds,
    /// It is a web page or drawing that could run in a browser.
    WebPage,
    /// It is locked with a password, or of a form of before 2007.
    LockedOrOld,
    /// It is not whole or not as its kind is written.
    Damaged,
    /// It carries macros.
    Macros,
    /// It carries controls or add-ins that run.
    Controls,
    /// Another file is inside it.
    EmbeddedFile,
    /// It fetches something from elsewhere when opened.
    ExternalLink,
    /// A field or formula that fetches or starts something.
    LiveField,
    /// A script of a PDF.
    Script,
    /// An action of a PDF that starts a program or sends something.
    Action,
    /// A sheet that is not shown.
    HiddenSheet,
    /// Rows, columns or cells that are not shown.
    HiddenCells,
    /// Words or shapes that are not shown.
    HiddenWords,
    /// Comments or marks of reviewers.
    Comments,
    /// Changes that were tracked and neither accepted nor rejected.
    TrackedChanges,
    /// Rows kept for a pivot table, shown or not.
    StoredRows,
    /// A name that stands for something not shown.
    DefinedName,
    /// A connection to a database or a web address.
    Connection,
    /// Who wrote it, for whom, on what machine.
    Properties,
    /// Parts that no reader shows.
    UnseenParts,
    /// Layers of a PDF that can be switched off.
    Layers,
    /// An earlier state of a PDF that is still inside.
    EarlierState,
    /// A cell that a spreadsheet would work out.
    Formula,
}

/// One thing that was found, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub what: What,
    /// Where: a part, a sheet, a line. Never a person's name.
    pub place: String,
}

impl Finding {
    pub(crate) fn new(what: What, place: impl Into<String>) -> Self {
        Self { what, place: place.into() }
    }
}

impl What {
    /// What was found, and what the person who handed the file in can do.
    pub fn sentences(self) -> (&'static str, &'static str) {
        match self {
            Self::Empty => ("the file is empty", "choose the file again"),
            Self::TooLarge => ("it is larger than we can look at", "make it smaller, or hand it in as several files"),
            Self::Bomb => ("it unpacks to far more than it weighs", "save it again from the program it was made with"),
            Self::UnknownKind => {
                ("it is no kind of file we accept", "save it as PDF, Word (docx), Excel (xlsx), CSV, text, PNG or JPEG")
            }
            Self::NameDiffers => {
                ("its name says one kind of file and its content another", "give it the ending of what it is")
            }
            Self::TwoKinds => {
                ("it reads as two kinds of file at once", "open it and save it anew, or print it to a PDF")
            }
            Self::WebPage => ("it is a web page or drawing, which can run in a browser", "print it to a PDF"),
            Self::LockedOrOld => (
                "it is locked with a password, or saved in a form older than 2007",
                "take the password off, or save it as docx, xlsx or PDF",
            ),
            Self::Damaged => ("it is damaged", "save it again from the program it was made with"),
            Self::Macros => ("it holds macros", "save it without macros, as docx or xlsx"),
            Self::Controls => ("it holds controls or add-ins that run", "take them out, or print it to a PDF"),
            Self::EmbeddedFile => {
                ("another file is inside it", "take it out and hand it in by itself; paste a chart as a picture")
            }
            Self::ExternalLink => {
                ("it links to another file or fetches something", "break the links and save it again")
            }
            Self::LiveField => {
                ("a field or formula fetches or starts something", "replace it by its present value or text")
            }
            Self::Script => ("it holds a script", "print it to a new PDF"),
            Self::Action => ("it can start a program, open a file or send what is typed", "print it to a new PDF"),
            Self::HiddenSheet => ("it has a hidden sheet", "show the sheet, then delete it or leave it shown"),
            Self::HiddenCells => {
                ("it has hidden rows, columns or cells", "show them, then delete them or leave them shown")
            }
            Self::HiddenWords => ("it has hidden words or shapes", "show them, then delete them or leave them shown"),
            Self::Comments => ("it has comments or review marks", "delete all comments and save it again"),
            Self::TrackedChanges => ("it has tracked changes", "accept or reject all changes and save it again"),
            Self::StoredRows => {
                ("a pivot table keeps all its rows inside", "copy the table and paste its values into a new workbook")
            }
            Self::DefinedName => ("a defined name holds something that is not shown", "delete it in the name manager"),
            Self::Connection => {
                ("it is connected to a source of rows elsewhere", "remove the connection and save it again")
            }
            Self::Properties => {
                ("it tells who made it or on what machine", "inspect the document and remove its properties")
            }
            Self::UnseenParts => {
                ("it has parts that no reader shows", "inspect the document and remove them, or print it to a PDF")
            }
            Self::Layers => ("it has layers that can be switched off", "flatten the layers, or print it to a new PDF"),
            Self::EarlierState => ("an earlier state of it is still inside", "print it to a new PDF"),
            Self::Formula => ("a cell would be worked out when opened", "replace the formula by its value"),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (found, remedy) = self.what.sentences();
        if self.place.is_empty() {
            write!(f, "{found}; {remedy}")
        } else {
            write!(f, "{found} ({}); {remedy}", self.place)
        }
    }
}
