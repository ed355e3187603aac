//! Whether the fast path may stand in for the Python classes.
//!
//! It does what the unmodified classes do. The moment one of their hooks is replaced anywhere
//! (a monkeypatched method, another algorithm in the registry), it steps aside.

use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString};

use crate::jose::alg::{ALGORITHMS, Algorithm};
use crate::jose::base64url;

static ENABLED: AtomicBool = AtomicBool::new(false);
static REGISTRY: PyOnceLock<Registry> = PyOnceLock::new();

struct Registry {
    json: Py<PyDict>,
    loads: Py<PyAny>,
    algorithms: Py<PyDict>,
    originals: Vec<Original>,
}

/// An algorithm as it was registered at import.
pub(super) struct Original {
    pub(super) row: &'static Algorithm,
    /// Interned, as the name in a caller's source is: both are one object then.
    pub(super) name: Py<PyString>,
    /// The JOSE header of `typ` and `alg` alone, in base64url.
    pub(super) header_segment: String,
    object: Py<PyAny>,
}

impl Original {
    fn new(py: Python<'_>, row: &'static Algorithm, object: Bound<'_, PyAny>) -> Self {
        let header = format!(r#"{{"alg":"{}","typ":"JWT"}}"#, row.name);
        Self {
            row,
            name: PyString::intern(py, row.name).unbind(),
            header_segment: base64url::encode(header.as_bytes()),
            object: object.unbind(),
        }
    }

    /// Whether the registry still holds it under its name.
    pub(super) fn is_registered(&self, py: Python<'_>) -> PyResult<bool> {
        let Some(registry) = REGISTRY.get(py) else { return Ok(false) };
        let registered = registry.algorithms.bind(py).get_item(self.name.bind(py))?;
        Ok(registered.is_some_and(|registered| registered.is(&self.object)))
    }
}

/// Allow or forbid the fast path for the whole process.
#[pyfunction]
pub(super) fn set_fast_path(enabled: bool) {
    ENABLED.store(enabled, Ordering::Relaxed);
}

/// Name the registry that the module-level functions use, while it holds the original algorithm
/// objects. Called once, at import.
#[pyfunction]
pub(super) fn watch_algorithms(py: Python<'_>, algorithms: &Bound<'_, PyDict>) -> PyResult<()> {
    let mut originals = Vec::with_capacity(ALGORITHMS.len());
    for row in &ALGORITHMS {
        if let Some(original) = algorithms.get_item(row.name)? {
            originals.push(Original::new(py, row, original));
        }
    }
    let json = py.import("json")?;
    let registry = Registry {
        loads: json.getattr("loads")?.unbind(),
        json: json.dict().unbind(),
        algorithms: algorithms.clone().unbind(),
        originals,
    };
    let _ = REGISTRY.set(py, registry);
    Ok(())
}

pub(super) fn is_enabled() -> bool {
    ENABLED.load(Ordering::Relaxed)
}

/// Whether the standard library still reads JSON: it can be replaced there for the whole process.
pub(super) fn reads_json(py: Python<'_>) -> PyResult<bool> {
    let Some(registry) = REGISTRY.get(py) else { return Ok(false) };
    let loads = registry.json.bind(py).get_item(intern!(py, "loads"))?;
    Ok(loads.is_some_and(|loads| loads.is(&registry.loads)))
}

/// The algorithm called `name`; `None` where the table has none, or where the registry holds
/// something else under that name.
pub(super) fn original_algorithm(
    name: &Bound<'_, PyString>,
) -> PyResult<Option<&'static Original>> {
    let Ok(text) = name.to_str() else { return Ok(None) };
    let Some(original) = original_named(name.py(), text) else { return Ok(None) };
    Ok(original.is_registered(name.py())?.then_some(original))
}

/// The algorithm called `name` at import; `None` where the table has none.
pub(super) fn original_named(py: Python<'_>, name: &str) -> Option<&'static Original> {
    REGISTRY.get(py)?.originals.iter().find(|original| original.row.name == name)
}
