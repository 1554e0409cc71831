internal import CMemory

/// What becomes of the buffers that files flow through.
public enum StreamMemory {
    /// Has the process keep buffers of some megabytes for those that come next; up to 64 MB are held back from the system.
    ///
    /// A seventh of the time that reading text takes went into faulting them in anew. Called once, by programs: it holds
    /// for the whole process.
    public static func keepBuffers() { ibid_keep_buffers() }
}
