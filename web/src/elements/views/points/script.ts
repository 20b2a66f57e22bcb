// The box for own points, as a script of its own: reading tables is for those who bring one.

import './box';
