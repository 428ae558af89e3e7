//! Memory that will be needed is asked for ahead.

/// Asks for the line of memory in which a value begins, so that it is near when it is needed. Only
/// a hint: nothing is read, and where the machine has no such hint nothing is done.
#[inline(always)]
pub fn fetch<T>(value: &T) {
    #[cfg(target_arch = "x86_64")]
    safe_arch::prefetch_t0(value);
    #[cfg(not(target_arch = "x86_64"))]
    let _ = value;
}
