use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::time::{Duration, Instant};

#[derive(Debug, Clone, PartialEq)]
pub enum CacheError {
    Expired,
    Missing,
}

impl fmt::Display for CacheError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CacheError::Expired => write!(f, "the entry has expired"),
            CacheError::Missing => write!(f, "there is no such entry"),
        }
    }
}

impl std::error::Error for CacheError {}

struct Entry<V> {
    value: V,
    inserted: Instant,
}

/// A map whose entries live for a while only.
pub struct Cache<K, V> {
    entries: HashMap<K, Entry<V>>,
    lifetime: Duration,
}

impl<K: Eq + Hash, V: Clone> Cache<K, V> {
    pub fn new(lifetime: Duration) -> Self {
        Self { entries: HashMap::new(), lifetime }
    }

    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let entry = Entry { value, inserted: Instant::now() };
        self.entries.insert(key, entry).map(|old| old.value)
    }

    pub fn get(&self, key: &K) -> Result<V, CacheError> {
        let entry = self.entries.get(key).ok_or(CacheError::Missing)?;
        if entry.inserted.elapsed() > self.lifetime {
            return Err(CacheError::Expired);
        }
        Ok(entry.value.clone())
    }

    pub fn purge(&mut self) -> usize {
        let before = self.entries.len();
        let lifetime = self.lifetime;
        self.entries.retain(|_, entry| entry.inserted.elapsed() <= lifetime);
        before - self.entries.len()
    }
}
