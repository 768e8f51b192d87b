# rivulet_embed(<target> <file> <function>): adds to the target a source that defines
# `std::string_view lambda_host::<function>()` with the file's bytes. Made again when the file changes.
# The file is one beside the CMakeLists.txt, or has an absolute path.
function(rivulet_embed target file function)
  if(file MATCHES "^[$/]")
    set(input ${file})
  else()
    set(input ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endif()
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${input} -DOUTPUT=${output} -DFUNCTION=${function} -P
            ${PROJECT_SOURCE_DIR}/cmake/embed_file.cmake
    DEPENDS ${input} ${PROJECT_SOURCE_DIR}/cmake/embed_file.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
