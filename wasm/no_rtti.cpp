// Nothing in a module asks for the type of an object at run time: all is compiled with -fno-rtti and without
// exceptions. The standard library was not, so its classes carry descriptions of their types, and these pull in the
// code that would search them: a kilobyte of the first view as packed. The descriptions are only ever pointed at, so
// empty ones do. Names: Itanium C++ ABI, 2.9.5 (class, one base, several bases).

extern "C" {
extern const void* const _ZTVN10__cxxabiv117__class_type_infoE[3];
extern const void* const _ZTVN10__cxxabiv120__si_class_type_infoE[3];
extern const void* const _ZTVN10__cxxabiv121__vmi_class_type_infoE[3];

const void* const _ZTVN10__cxxabiv117__class_type_infoE[3] = {};
const void* const _ZTVN10__cxxabiv120__si_class_type_infoE[3] = {};
const void* const _ZTVN10__cxxabiv121__vmi_class_type_infoE[3] = {};
}
