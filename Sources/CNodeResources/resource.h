// One element of the table: the file that FILE names. (No macro can write it: #embed is a directive.)
{&FILE[sizeof FOLDER - 1], (const unsigned char[]){
#embed FILE suffix(, 0) if_empty(0)
}},
#undef FILE
