/// One page of a list, and where the next one starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The entries of this page, in the list's order.
    pub entries: Vec<T>,
    /// The key after which the next page starts; `None` on the last page.
    pub next: Option<String>,
}
