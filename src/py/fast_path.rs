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

static ENABLED: AtomicBool = AtomicBool::new(false);
static REGISTRY: PyOnceLock<Registry> = PyOnceLock::new();

struct Registry {
    json: Py<PyModule>,
    loads: Py<PyAny>,
    algorithms: Py<PyDict>,
    originals: Vec<(&'static Algorithm, Py<PyAny>)>,
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
            originals.push((row, original.unbind()));
        }
    }
    let json = py.import("json")?;
    let registry = Registry {
        loads: json.getattr("loads")?.unbind(),
        json: json.unbind(),
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
    Ok(registry.json.bind(py).getattr(intern!(py, "loads"))?.is(&registry.loads))
}

/// The table's row for `name`; `None` where there is none, or where the registry holds something
/// else under that name.
pub(super) fn original_algorithm(
    name: &Bound<'_, PyString>,
) -> PyResult<Option<&'static Algorithm>> {
    let py = name.py();
    let Some(registry) = REGISTRY.get(py) else { return Ok(None) };
    let Some(registered) = registry.algorithms.bind(py).get_item(name)? else { return Ok(None) };
    let original = registry.originals.iter().find(|(_, original)| registered.is(original));
    // An original registered under another name is not what the table says of that name.
    Ok(original.map(|(row, _)| *row).filter(|row| name.to_str().is_ok_and(|name| row.name == name)))
}
